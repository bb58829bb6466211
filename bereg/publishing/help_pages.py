"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "publishing:releases": "report",
    "publishing:release": "report",
    "publishing:preparation": "report",
    "publishing:published_tables": "figures",
}
