"""Which page of the help belongs to which page of this room."""

PAGES = ("searches", "search", "new_search", "change_search", "findable", "ask", "match", "query")
HELP_PAGES = dict.fromkeys([f"searches:{each}" for each in PAGES], "searches")
