"""An offer in words: what the other side sees of it, and what may go along."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from bereg.centres.clock import in_zone
from bereg.centres.models import Centre
from bereg.enquiries.entries import entries_of
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.queries import current_version, form_of
from bereg.questionnaire.wording import answer_text, topic_texts
from bereg.tasks.models import SafeContact
from bereg.tasks.wording import safe_words
from bereg.transfers.expiry import KEPT
from bereg.transfers.models import Transfer
from bereg.transfers.parcel import ANSWERS, CALL_BACK, NARRATIVE, Parcel, entry_code

REGION = "region"


@dataclass(frozen=True)
class Visible:
    """The four things that the other side sees before it answers."""

    region: str
    language: str
    topics: list[str]
    urgency: str


def visible_words(transfer: Transfer, centre: Centre) -> Visible:
    """Return what the other side sees, in the words of a centre's own questionnaire."""
    form = form_of(current_version(centre), home_country=centre.country)
    region = form.questions.get(REGION)
    return Visible(
        region=answer_text(region, transfer.region) if region else transfer.region,
        language=str(transfer.get_language_display()) if transfer.language else str(_("not noted")),
        topics=topic_texts(form, transfer.topics),
        urgency=str(transfer.get_urgency_display()),
    )


def answers_in_words(enquiry: Enquiry, answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return answers as question and answer, in the order of the questionnaire."""
    form = form_of(enquiry.questionnaire, home_country=enquiry.centre.country)
    known = [question for name, question in form.questions.items() if name in answers]
    return [(question.label(), answer_text(question, answers[question.name])) for question in known]


def choice_words(enquiry: Enquiry, codes: list[str]) -> list[tuple[str, StrOrPromise]]:
    """Return what may go along with the words for each, in the order of the file."""
    words: dict[str, StrOrPromise] = {
        ANSWERS: _("the answers to the questions"),
        NARRATIVE: _("what the person said at the first contact"),
        CALL_BACK: _("how to reach the person, and how that is safe"),
    }
    for entry in entries_of(enquiry):
        at = date_format(in_zone(entry.written_at, enquiry.centre), "j E, H:i")
        words[entry_code(entry)] = _("what was said on %(time)s") % {"time": at}
    return [(code, words[code]) for code in codes]


def safe_in_words(parcel: Parcel, enquiry: Enquiry, receiver: Centre) -> str:
    """Say how it is safe to reach the person, as the other centre will see it; "" where nothing of it goes."""
    safe = parcel.safe_at(enquiry.centre, receiver)
    return safe_words(SafeContact(**asdict(safe) | {"words": b""})) if safe else ""


def lapses_at(transfer: Transfer, centre: Centre) -> str:
    """Say until when an offer waits, by the clock of a centre."""
    return date_format(in_zone(transfer.offered_at + KEPT, centre), "j E, H:i")
