"""Which page of the help belongs to which page of this room."""

HELP_PAGES = {
    "desk:welcome": "first-day",
    "desk:today": "register-a-call",
    "desk:board": "board",
    "desk:new_enquiry": "register-a-call",
    "desk:form": "register-a-call",
    "desk:enquiry": "register-a-call",
    "desk:saved": "register-a-call",
    "desk:correct": "register-a-call",
    "desk:further_contact": "register-a-call",
    "desk:withdraw": "register-a-call",
    "desk:find": "register-a-call",
    "desk:filters": "register-a-call",
    "desk:words": "register-a-call",
}
