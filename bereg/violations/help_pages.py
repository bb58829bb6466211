"""Which page of the help belongs to which page of this room."""

PAGES = ("violations", "new_violation", "violation", "link", "new_notice", "check")
HELP_PAGES = {f"violations:{name}": "violations" for name in PAGES}
