"""Reading of enquiries, limited to what the person may see."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Concat

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.centres.queries import centres_of
from bereg.contacts.models import Contact
from bereg.enquiries.code_words import normal_code_word
from bereg.enquiries.models import Draft, Enquiry, EnquiryContact
from bereg.enquiries.outcomes import Urgency
from bereg.questionnaire.answers import Answers
from bereg.questionnaire.models import Version
from bereg.questionnaire.queries import version_with


def enquiries_for(user: User) -> QuerySet[Enquiry]:
    """Enquiries that `user` may see: those of their centres."""
    return Enquiry.objects.filter(centre__in=centres_of(user))


def drafts_of(user: User) -> QuerySet[Draft]:
    """A person's own unfinished forms, the latest first."""
    return Draft.objects.filter(operator=user).order_by("-saved_at")


def draft_of(user: User, id: UUID) -> Draft | None:
    """One of a person's own unfinished forms."""
    return Draft.objects.filter(operator=user, pk=id).first()


def contacts_of(enquiry: Enquiry) -> QuerySet[Contact]:
    """Every contact of one enquiry, the first one first."""
    return Contact.objects.filter(of_enquiry__enquiry=enquiry).select_related("line", "operator").order_by("started_at")


def version_of_form(id: UUID, centre: Centre) -> Version | None:
    """Return the questionnaire that a form was shown with; not one of another centre."""
    with suppress(Version.DoesNotExist):
        found = version_with(id)
        if found.centre_id in {None, centre.pk}:
            return found
    return None


def opened_count(*, user: User, begins: datetime, ends: datetime) -> int:
    """Count the enquiries of a person's centres opened in [begins, ends)."""
    return enquiries_for(user).filter(opened_at__gte=begins, opened_at__lt=ends).count()


def by_number_or_code_word(user: User, typed: str) -> Enquiry | None:
    """Find one enquiry by what a caller says: its number, with or without the letters, or its code word."""
    visible = enquiries_for(user).select_related("centre", "questionnaire")
    typed = typed[:64].strip()
    if (word := normal_code_word(typed)) and (found := visible.filter(code_word=word).first()):
        return found
    number = re.fullmatch(r"(\D*?)\W*(\d{4})\W+(\d{1,6})", typed)
    if not number:
        return None
    prefix, year, count = number.groups()
    ending = f"-{year}-{int(count):05}"
    # Prefixes are Latin letters; who types them in another alphabet means the only such number of these centres.
    if prefix and prefix.isascii():
        return visible.filter(number=prefix.upper() + ending).first()
    alike = list(visible.filter(number__endswith=ending)[:2])
    return alike[0] if len(alike) == 1 else None


@dataclass(frozen=True)
class Filter:
    """What a list of enquiries is narrowed to; what is empty narrows nothing. Days are those of each centre."""

    centre: str = ""
    first: date | None = None
    last: date | None = None
    channel: str = ""
    question: str = ""
    answer: str = ""
    topic: str = ""


@dataclass(frozen=True)
class Row:
    """One enquiry in a list: no text, no answers."""

    id: UUID
    number: str
    centre_id: UUID
    opened_at: datetime
    consent: str
    topics: str
    urgency: str
    closed_at: datetime | None


ROW = ("pk", "number", "centre_id", "opened_at", "consent", "topics", "urgency", "closed_at")


def find(*, centres: list[Centre], wanted: Filter, page: int, size: int) -> tuple[list[Row], bool]:
    """Return one page of enquiries, the latest first, and whether another page follows: one lean query.

    `centres` are those whose enquiries the person may see.
    """
    found = _opened_at([centre for centre in centres if wanted.centre in {"", centre.code}], wanted)
    if wanted.channel:
        links = EnquiryContact.objects.filter(enquiry=OuterRef("pk"), contact__channel=wanted.channel)
        found = found.filter(Exists(links))
    if wanted.topic:
        found = found.filter(topics__contains=f" {wanted.topic} ")
    if wanted.question and wanted.answer:
        answer = KeyTextTransform(wanted.question, "answers")
        codes = Concat(Value(" "), answer, Value(" "), output_field=TextField())
        found = found.alias(codes=codes).filter(codes__contains=f" {wanted.answer} ")
    first = (page - 1) * size
    rows = [Row(*each) for each in found.order_by("-opened_at", "pk").values_list(*ROW)[first : first + size + 1]]
    return rows[:size], len(rows) > size


def _opened_at(centres: list[Centre], wanted: Filter) -> QuerySet[Enquiry]:
    """Return the enquiries of centres opened on the days wanted: a day begins at each centre's own midnight."""
    of_zone: dict[str, list[Centre]] = {}
    for centre in centres:
        of_zone.setdefault(centre.time_zone if wanted.first or wanted.last else "", []).append(centre)
    parts = [_of_centres(each) & _on_days(wanted, each[0].time_zone) for each in of_zone.values()]
    return Enquiry.objects.filter(reduce(or_, parts)) if parts else Enquiry.objects.none()


def _of_centres(centres: list[Centre]) -> Q:
    """One centre is compared by =, so that the index gives the order too."""
    return Q(centre=centres[0].pk) if len(centres) == 1 else Q(centre__in=[centre.pk for centre in centres])


def _on_days(wanted: Filter, time_zone: str) -> Q:
    zone = ZoneInfo(time_zone)
    days = Q()
    if wanted.first:
        days &= Q(opened_at__gte=datetime.combine(wanted.first, time(), zone))
    if wanted.last:
        days &= Q(opened_at__lt=datetime.combine(wanted.last + timedelta(days=1), time(), zone))
    return days


def open_first(*, centres: list[Centre], limit: int) -> list[Row]:
    """Return the enquiries that are not closed: danger first, then soon, then the latest."""
    rank = Case(When(urgency=Urgency.DANGER, then=0), When(urgency=Urgency.SOON, then=1), default=2)
    waiting = Enquiry.objects.filter(centre__in=centres, closed_at=None).order_by(rank, "-opened_at")
    return [Row(*each) for each in waiting.values_list(*ROW)[:limit]]


def uncounted(*, centre: Centre, begins: datetime | None, ends: datetime) -> QuerySet[Enquiry]:
    """Enquiries of a centre that no closed month includes, opened from `begins` on (None: ever) and before `ends`."""
    found = Enquiry.objects.filter(centre=centre, counted_in=None, opened_at__lt=ends)
    return found.filter(opened_at__gte=begins) if begins else found


def counted_in(*, centre: Centre, month: date) -> QuerySet[Enquiry]:
    """Enquiries of a centre that a closed month includes."""
    return Enquiry.objects.filter(centre=centre, counted_in=month)


def first_opened_at() -> datetime | None:
    """When the earliest enquiry that no closed month includes was opened."""
    first: datetime | None = Enquiry.objects.filter(counted_in=None).aggregate(first=Min("opened_at"))["first"]
    return first


@dataclass(frozen=True)
class EnquiryFact:
    """What the figures may know of one enquiry; channel and language are those of its first contact."""

    questionnaire_id: UUID
    answers: Answers
    topics: str
    channel: str
    language: str


def facts_of(enquiries: QuerySet[Enquiry]) -> Iterator[EnquiryFact]:
    """Read what the figures may know, with two lean queries whatever the number of enquiries."""
    links = EnquiryContact.objects.filter(enquiry__in=enquiries.order_by()).order_by("-contact__started_at")
    # The earliest contact comes last and so stays.
    firsts = {
        pk: (channel, language)
        for pk, channel, language in links.values_list("enquiry_id", "contact__channel", "contact__language")
    }
    columns = enquiries.values_list("pk", "questionnaire_id", "answers", "topics")
    for pk, questionnaire_id, answers, topics in columns.iterator():
        channel, language = firsts.get(pk, ("", ""))
        yield EnquiryFact(questionnaire_id, answers, topics, channel, language)


def questionnaires_of(enquiries: QuerySet[Enquiry]) -> QuerySet[Version]:
    """Questionnaires under which enquiries were registered."""
    return Version.objects.filter(pk__in=enquiries.order_by().values("questionnaire_id").distinct())


def fingerprint_of(enquiries: QuerySet[Enquiry]) -> tuple[object, ...]:
    """Tell one state of these enquiries from another without reading them.

    The sum of versions finds a change that was saved earlier and became visible later than the newest one.
    """
    state = enquiries.order_by().aggregate(count=Count("pk"), newest=Max("changed_at"), versions=Sum("version"))
    return (state["count"], state["newest"], state["versions"])
