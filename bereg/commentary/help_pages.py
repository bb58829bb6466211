"""Which page of the help belongs to which page of this room."""

HELP_PAGES = dict.fromkeys(
    ("commentary:texts", "commentary:release", "commentary:new", "commentary:sentence", "commentary:text"), "report"
)
