"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "importing:imports": "import",
    "importing:mapping": "import",
    "importing:column": "import",
    "importing:run": "import",
}
