"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "signals:signals": "report",
    "signals:note_signal": "report",
}
