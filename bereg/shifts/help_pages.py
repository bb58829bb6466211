"""Which page of the help belongs to which page of this room."""

NOTES = ("new_note", "note", "take_back_note")
SPEAKING = ("languages", "own_languages", "colleague_languages", "new_interpreter", "interpreter", "remove_interpreter")
HELP_PAGES = dict.fromkeys([f"shifts:{each}" for each in (*NOTES, "roster", *SPEAKING)], "shifts")
