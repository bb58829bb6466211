"""Which page of the help belongs to which page of this room."""

HELP_PAGES = dict.fromkeys(("violations:new_violation", "violations:violation", "violations:violations"), "violations")
