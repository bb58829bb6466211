"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "figure_letters:letters": "figure-letters",
    "figure_letters:new_recipient": "figure-letters",
    "figure_letters:recipient": "figure-letters",
    "figure_letters:change_recipient": "figure-letters",
    "figure_letters:new_indicator": "figure-letters",
    "figure_letters:indicator": "figure-letters",
    "figure_letters:new_letter": "figure-letters",
    "figure_letters:letter": "figure-letters",
    "figure_letters:rewrite": "figure-letters",
}
