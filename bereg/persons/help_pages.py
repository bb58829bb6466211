"""Which page of the help belongs to which page of this room."""

HELP_PAGES = dict.fromkeys(("persons:new_person", "persons:person", "persons:judgement"), "persons")
