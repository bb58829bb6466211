"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "evaluation:results": "campaign-results",
    "evaluation:campaign": "campaign-results",
}
