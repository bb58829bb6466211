"""Which page of the help belongs to which page of this room."""

_NAMES = ("all_series", "series", "new_series", "change_series", "add_value", "upload")
HELP_PAGES = {f"outside_series:{name}": "series" for name in _NAMES}
