"""What this room writes when a process of the web server stops in order: visits that waited in memory."""


def write_what_waits() -> None:
    """Write the visits that wait. They are counted where public pages are served alone: the module is loaded there."""
    from bereg.campaigns.counting_visits import visits

    visits.write_rest()


ON_SHUTDOWN = write_what_waits
