"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "report:report": "report",
    "report:cross_tables": "report",
    "report:print": "report",
    "report:close_month": "report",
}
