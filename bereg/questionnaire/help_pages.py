"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "questionnaire:current": "questionnaire",
    "questionnaire:version": "questionnaire",
    "questionnaire:publish": "questionnaire",
    "questionnaire:put_in_force": "questionnaire",
    "questionnaire:paper": "questionnaire",
}
