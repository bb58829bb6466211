"""Which page of the help belongs to which page of this room."""

PAGES = ("inbox", "thread", "grow")
HELP_PAGES = dict.fromkeys([f"conversations:{each}" for each in PAGES], "letters")
