"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "retention:retention": "safety/retention",
    "holds:hold": "safety/retention",
}
