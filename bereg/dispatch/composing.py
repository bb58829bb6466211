"""What of an enquiry goes along, in the words of a letter: chosen, and changed by hand before it leaves."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User
from bereg.enquiries.models import Enquiry
from bereg.enquiries.queries import contacts_of
from bereg.persons.models import Person
from bereg.persons.queries import persons_on
from bereg.persons.wording import InWords, in_words
from bereg.redaction.finding import find_beside_marks
from bereg.redaction.judging import FindingDecision, key_of_finding
from bereg.transfers.models import Transfer
from bereg.transfers.parcel import Parcel, choices_of, gathered, visible
from bereg.transfers.wording import answers_in_words, choice_words, safe_in_words, visible_words

TOPICS, REGION, LANGUAGE, PERSONS, TRAFFICKING = "topics", "region", "language", "persons", "trafficking"
CODES: dict[str, StrOrPromise] = {
    TOPICS: gettext_lazy("what it is about, by topics"),
    REGION: gettext_lazy("the region"),
    LANGUAGE: gettext_lazy("the language"),
    PERSONS: gettext_lazy("the persons concerned, without a name"),
    TRAFFICKING: gettext_lazy("what was done to them (act, means, purpose, our suspicion)"),
}
LEAST = (TOPICS, LANGUAGE)  # what is ticked at first: whoever helps has to know this much


def carried_choices(enquiry: Enquiry, person: User) -> list[tuple[str, StrOrPromise]]:
    """Return what of an enquiry may go along, with the words for each."""
    return [*CODES.items(), *choice_words(enquiry, choices_of(enquiry, person))]


def carried_words(carries: str) -> list[str]:
    """Say what kinds of things a dispatch carries, for who asks later what has left."""
    named = {
        **CODES,
        "answers": _("the answers to the questions"),
        "narrative": _("what the person said at the first contact"),
        "call_back": _("how to reach the person, and how that is safe"),
        "entry": _("what was said at further contacts"),
    }
    return list(dict.fromkeys(str(named[kind]) for each in carries.split() if (kind := each.split(":")[0]) in named))


@dataclass(frozen=True)
class Composed:
    """The words of a letter. agreed: those of fields that were ticked, such as how to reach the person."""

    text: str
    agreed: tuple[str, ...] = ()

    def decided(self, known: Collection[str]) -> dict[str, str]:
        """Return what is decided on findings already: what stands in a field that was ticked was agreed to.

        known: what the matter holds, as `findings.known_of` returns it.
        """
        found = find_beside_marks(self.text, known=known)
        words = [(each, self.text[each.start : each.end]) for each in found]
        inside = [each for each, said in words if any(said in field for field in self.agreed)]
        return {key_of_finding(self.text, each): FindingDecision.AGREED_TO.value for each in inside}


def compose(enquiry: Enquiry, chosen: Iterable[str], *, by: User) -> Composed:
    """Put what was chosen into words, written down as read. Call it outside transactions. Raise CannotBeOpenedError."""
    wanted = list(chosen)
    parcel = gathered(enquiry, wanted, by=by, with_word=False)
    text = "\n".join(part for part in (*_codes(enquiry, wanted), *_texts(enquiry, parcel)) if part)
    return Composed(text, tuple(filter(None, (parcel.call_back, parcel.safe.get("words", "")))))


def _codes(enquiry: Enquiry, chosen: list[str]) -> list[str]:
    first = contacts_of(enquiry).first()
    shown = Transfer(centre=enquiry.centre, **visible(enquiry, first.language if first else ""))
    seen = visible_words(shown, enquiry.centre)
    said = {TOPICS: (_("Topics"), ", ".join(seen.topics)), REGION: (_("Region"), seen.region)}
    said[LANGUAGE] = (_("Language"), seen.language)
    lines = [f"{label}: {words}" for code, (label, words) in said.items() if code in chosen and words]
    return lines + list(filter(None, _persons(enquiry, chosen)))


def _persons(enquiry: Enquiry, chosen: list[str]) -> Iterator[str]:
    """Yield a line a person: who it is, and what was done to them, as far as either was chosen."""
    if PERSONS in chosen or TRAFFICKING in chosen:
        for person in persons_on(enquiry):
            words = in_words(person)
            who = (words.who, words.rest, ", ".join(words.signs)) if PERSONS in chosen else ()
            yield "; ".join(filter(None, (*who, *(_done_to(person, words) if TRAFFICKING in chosen else ()))))


def _done_to(person: Person, words: InWords) -> Iterator[str]:
    labelled = ((_("Act:"), words.act), (_("Means:"), words.means), (_("Purpose:"), words.purpose))
    yield from (f"{label} {said}" for label, said in labelled if said)
    if person.suspicion:
        yield " ".join([_("Suspected victim:"), person.get_suspicion_display()])


def _texts(enquiry: Enquiry, parcel: Parcel) -> list[str]:
    answers = answers_in_words(enquiry, {**parcel.answers, **parcel.typed})
    safe = safe_in_words(parcel, enquiry, enquiry.centre)
    reach = _("How to reach the person: %(how)s") % {"how": parcel.call_back} if parcel.call_back else ""
    said = [text for _at, text in sorted(parcel.said_at().items())]
    how = _("Safe contact: %(how)s") % {"how": safe} if safe else ""
    return [
        *(f"{question}: {answer}" for question, answer in answers),
        parcel.narrative,
        *said,
        reach,
        "\n".join(filter(None, (how, parcel.safe.get("words", "")))),
    ]
