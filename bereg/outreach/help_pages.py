"""Which page of the help belongs to which page of this room."""

HELP_PAGES = dict.fromkeys(
    ("outreach:events", "outreach:event", "outreach:new_event", "outreach:change_event"), "outreach"
)
