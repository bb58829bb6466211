"""Who calls and whom it is about, on the page of an enquiry; and of each person the signs and what was judged."""

from dataclasses import dataclass

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission
from bereg.core.panels import Panel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.part_texts import PartText
from bereg.persons.access import may_note
from bereg.persons.children import may_take_on, told_at
from bereg.persons.choices import RelationToCaller
from bereg.persons.models import Person
from bereg.persons.queries import persons_on
from bereg.persons.signs_offered import is_offered
from bereg.persons.texts import opened
from bereg.persons.wording import InWords, caller_in_words, in_words, is_about_caller


@dataclass(frozen=True)
class OnFile:
    """One person on the file. because: the reason of the judgement; None where the reader may not read it."""

    person: Person
    words: InWords
    because: PartText | None

    @property
    def is_caller(self) -> bool:
        """Tell whether it is who calls."""
        return self.person.relation == RelationToCaller.SELF

    @property
    def has_signs(self) -> bool:
        """Tell whether anything of the list was noted, or judged."""
        noted = self.person
        return bool(noted.signs or noted.act or noted.means or noted.purpose or noted.suspicion)


def panel(enquiry: Enquiry, person: User) -> Panel | None:
    """Return who calls and whom it is about, to whoever sees the enquiry. Never call it inside a transaction."""
    if not enquiry.keeps_content:
        return None
    reads = enquiry.is_reached_by(person, Permission.NARRATIVE_READ)
    persons = [_on_file(each, enquiry, person, reads=reads) for each in persons_on(enquiry)]
    children = [each.person for each in persons if each.person.is_child]
    shows = {
        "persons": persons,
        "caller": caller_in_words(enquiry),
        "is_about_caller": is_about_caller(enquiry),
        "children": children,
        "may_take_on": bool(children) and may_take_on(person, enquiry),
        "told_at": None if enquiry.is_coarse else max(filter(None, map(told_at, children)), default=None),
        "may_note": may_note(person, enquiry),
        "is_offered": is_offered(enquiry),
    }
    return Panel("persons/panel.html", shows)


def _on_file(found: Person, enquiry: Enquiry, reader: User, *, reads: bool) -> OnFile:
    found.enquiry = enquiry  # which is at hand with its centre
    because = opened(found, by=reader) if reads and found.reason else None
    return OnFile(found, in_words(found), because)
