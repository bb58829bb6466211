"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {"partner_links:make": "partner-links"}
