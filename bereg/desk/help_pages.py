"""Which page of the help belongs to which page of this room."""

CONTACTS = ("contacts", "several_contacts", "contact", "further_contact", "mistake")
ENQUIRIES = ("today", "new_enquiry", "form", "enquiry", "saved", "correct", "withdraw", "find", "filters", "words")
HELP_PAGES = {
    "desk:welcome": "first-day",
    "desk:board": "board",
    **dict.fromkeys([f"desk:{each}" for each in (*CONTACTS, *ENQUIRIES)], "register-a-call"),
}
