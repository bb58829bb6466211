"""Which page of the help belongs to which page of this room."""

PAGES = ("inbox", "thread", "grow")
HELP_PAGES = {
    **dict.fromkeys([f"conversations:{each}" for each in PAGES], "letters"),
    # The page of `retention`, at an address of its own for this kind of record (bereg/urls.py).
    "holds of conversations.thread:hold": "safety/retention",
}
