"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "training:give_practice": "interns",
    "training:practices": "interns",
    "training:given_practices": "interns",
    "training:practice": "interns",
    "training:review_practice": "interns",
}
