"""Which page of the help belongs to which page of this room."""

HELP_PAGES = dict.fromkeys(("dangers:dangers", "dangers:danger", "dangers:steps", "dangers:write_steps"), "danger")
