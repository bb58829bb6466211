"""Which page of the help belongs to which page of this room."""

ANSWERS = ("answers", "found", "entry", "report")
WORKSHOP = ("today", "entries", "write_new", "work", "write", "check", "publish", "renew", "withdraw", "give", "settle")
LISTS = ("lists", "upload_list", "take_list")
HELP_PAGES = {
    **dict.fromkeys([f"reference:{each}" for each in ANSWERS], "answers"),
    **dict.fromkeys([f"reference:{each}" for each in WORKSHOP], "reference"),
    **dict.fromkeys([f"reference:{each}" for each in LISTS], "agencies"),
}
