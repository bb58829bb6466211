"""Which page of the help belongs to which page of this room."""

HELP_PAGES = dict.fromkeys([f"reference:{each}" for each in ("answers", "found", "entry", "report")], "answers")
HELP_PAGES |= dict.fromkeys([f"reference:{each}" for each in ("lists", "upload_list", "take_list")], "agencies")
