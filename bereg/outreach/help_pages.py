"""Which page of the help belongs to which page of this room."""

PAGES = ("events", "event", "new_event", "change_event", "handed")
HELP_PAGES = dict.fromkeys([f"outreach:{each}" for each in PAGES], "outreach")
