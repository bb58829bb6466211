"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "consultations:consultations": "consultations",
    "consultations:consultation": "consultations",
    "consultations:new_consultation": "consultations",
}
