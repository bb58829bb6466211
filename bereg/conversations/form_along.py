"""The letter out of which a form grew, taken along through it: it is counted once, with the enquiry.

Not before: a form that is thrown away leaves the letter counted as what it is.
"""

from typing import ClassVar
from uuid import UUID

from bereg.accounts.models import User
from bereg.centres.queries import own_centres
from bereg.contacts.corrections import CountedError, StaleContactError, mark_mistaken
from bereg.contacts.mistakes import Mistake
from bereg.contacts.models import Contact
from bereg.core.panels import Panel
from bereg.enquiries.form_along import PREFIX, Fields, FormAlong
from bereg.enquiries.models import Enquiry

LETTER = f"{PREFIX}letter"


class LetterAlong(FormAlong):
    """The contact of the last letter."""

    names: ClassVar[frozenset[str]] = frozenset({LETTER})

    def panel(self, fields: Fields) -> Panel | None:
        """Say that the form began with a letter."""
        letter = _id_in(fields)
        return Panel("conversations/along.html", {"name": LETTER, "letter": letter}) if letter else None

    def as_sent(self, fields: Fields) -> list[str]:
        """Return its contact."""
        letter = _id_in(fields)
        return [f"{LETTER}={letter}"] if letter else []

    def store(self, enquiry: Enquiry, fields: Fields, by: User) -> None:
        """Let the form's own contact stand for the letter's, unless a closed month counts that already."""
        del enquiry
        contact = _contact_in(fields, by)
        if contact is None or contact.mistake:
            return
        try:
            mark_mistaken(contact=contact, because=Mistake.TWICE, by=by)
        except (CountedError, StaleContactError):  # a colleague said meanwhile what it was
            return


def _id_in(fields: Fields) -> UUID | None:
    try:
        return UUID(fields.get(LETTER, ""))
    except ValueError:
        return None


def _contact_in(fields: Fields, by: User) -> Contact | None:
    """Return a contact that nobody of the staff answered and that is no enquiry's: the conversation may be gone."""
    letter = _id_in(fields)
    if letter is None:
        return None
    found = Contact.objects.of_centres(own_centres(by)).filter(pk=letter, operator=None, of_enquiry=None)
    return found.select_related("centre", "line").first()


ALONG = LetterAlong()
