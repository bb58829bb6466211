"""Reading of enquiries, limited to what the person may see."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, reduce
from operator import or_
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Concat
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.permissions import Permission, Scope, roles_with
from bereg.accounts.roles import Role
from bereg.centres.models import Centre, Membership
from bereg.centres.queries import centres_of
from bereg.centres.scope import beyond
from bereg.contacts.models import Contact
from bereg.core.rows import Prepared
from bereg.enquiries.models import Draft, Enquiry, EnquiryContact
from bereg.enquiries.outcomes import Urgency
from bereg.questionnaire.answers import Answers
from bereg.questionnaire.models import Version
from bereg.questionnaire.queries import version_with

RECENT = timedelta(days=30)  # after the last contact


def enquiries_for(user: User) -> QuerySet[Enquiry]:
    """Enquiries that `user` may see: their centres', or only those assigned to them."""
    return reached_by(user, Permission.ENQUIRY_READ)


def reached_by(user: User, permission: Permission) -> QuerySet[Enquiry]:
    """Enquiries that somebody's right reaches, whatever the right. `access.py` says the same of one enquiry."""
    scope = user.scope(permission)
    found = Enquiry.objects.of_centres(centres_of(user))
    match scope:
        case None:
            return found.none()
        case Scope.ASSIGNED:
            return found.filter(assignee=user)
        case Scope.RECENT:
            return found.filter(Q(assignee=user) | recent(timezone.now()))
    return found


def recent(now: datetime) -> Q:
    """Match the enquiries whose last contact is not long ago."""
    since = now - RECENT
    links = EnquiryContact.objects.through(enquiry=OuterRef("pk")).filter(makes_recent=True)
    links = links.filter(contact__started_at__gte=since)
    return Q(opened_at__gte=since) | Q(Exists(links))


def last_contact_at(enquiry: Enquiry) -> datetime:
    """When somebody last reached us about an enquiry, or we them; as far as it opens the text to colleagues."""
    links = EnquiryContact.objects.through(enquiry=enquiry).filter(makes_recent=True)
    last: datetime | None = links.aggregate(last=Max("contact__started_at"))["last"]
    return max(filter(None, (enquiry.opened_at, last)))


def people_for(enquiry: Enquiry, roles: Iterable[Role]) -> QuerySet[User]:
    """Return those of some roles who work at an enquiry's centre, without whom it is assigned to."""
    people = User.objects.filter(memberships__centre=enquiry.centre_id, role__in=list(roles), closed_at=None)
    return (people.exclude(pk=enquiry.assignee_id) if enquiry.assignee_id else people).order_by("name")


def drafts_of(user: User) -> QuerySet[Draft]:
    """A person's own unfinished forms, the latest first; none of what they may no longer correct."""
    begun = Draft.objects.of_person(user).filter(centre__in=centres_of(user)).order_by("-saved_at")
    return begun.filter(Q(enquiry=None) | Q(enquiry__in=reached_by(user, Permission.ENQUIRY_CORRECT)))


def draft_of(user: User, id: UUID) -> Draft | None:
    """One of a person's own unfinished forms."""
    return drafts_of(user).filter(pk=id).first()


def contacts_of(enquiry: Enquiry) -> QuerySet[Contact]:
    """Every contact of one enquiry, the first one first."""
    found = Contact.objects.through(of_enquiry__enquiry=enquiry)
    return found.select_related("line", "operator").order_by("started_at")


def version_of_form(id: UUID, centre: Centre) -> Version | None:
    """Return the questionnaire that a form was shown with; not one of another centre."""
    with suppress(Version.DoesNotExist):
        found = version_with(id)
        if found.centre_id in {None, centre.pk}:
            return found
    return None


def opened_count(*, user: User, begins: datetime, ends: datetime) -> int:
    """Count the enquiries that a person may see, opened in [begins, ends)."""
    return enquiries_for(user).filter(opened_at__gte=begins, opened_at__lt=ends).count()


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
    assignee: UUID | None = None
    is_open: bool = False
    is_mine: bool = False


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
    assignee_id: UUID | None


ROW = ("id", "number", "centre_id", "opened_at", "consent", "topics", "urgency", "closed_at", "assignee_id")


def find(*, user: User, centres: list[Centre], wanted: Filter, page: int, size: int) -> tuple[list[Row], bool]:
    """Return one page of enquiries, the latest first, and whether another page follows: one lean query.

    `centres` are those that the person works at.
    """
    if page == 1 and wanted == Filter() and len(centres) == 1 and _sees_all_of_centres(user):
        rows = [Row(**each) for each in _latest(size + 1).columns_of(centres[0].pk)]
        return rows[:size], len(rows) > size
    among = [centre for centre in centres if wanted.centre in {"", centre.code}]
    found = _seen_in(among, user, is_mine=wanted.is_mine).filter(_opened_at(among, wanted))
    if wanted.channel:
        links = EnquiryContact.objects.through(enquiry=OuterRef("pk")).filter(contact__channel=wanted.channel)
        found = found.filter(Exists(links))
    if wanted.assignee:
        found = found.filter(assignee=wanted.assignee)
    if wanted.is_open:
        found = found.filter(closed_at=None)
    if wanted.topic:
        found = found.filter(topics__contains=f" {wanted.topic} ")
    if wanted.question and wanted.answer:
        answer = KeyTextTransform(wanted.question, "answers")
        codes = Concat(Value(" "), answer, Value(" "), output_field=TextField())
        found = found.alias(codes=codes).filter(codes__contains=f" {wanted.answer} ")
    first = (page - 1) * size
    rows = [Row(*each) for each in found.order_by("-opened_at", "pk").values_list(*ROW)[first : first + size + 1]]
    return rows[:size], len(rows) > size


@cache
def _latest(count: int) -> Prepared[Enquiry]:
    """Return the list that everybody begins with; its statement is made once."""

    def of_centre(id: UUID) -> QuerySet[Enquiry]:
        return Enquiry.objects.of_centres([Centre(pk=id)]).only(*ROW).order_by("-opened_at", "pk")[:count]

    return Prepared(of_centre)


def assignees_to_find(user: User, centres: list[Centre]) -> list[User]:
    """Return by whom somebody who gives enquiries to anybody may narrow a list: one query; of nobody else's business.

    Who works at their centres, and whoever else enquiries there are open with: closed accounts, and who moved on.
    """
    if user.scope(Permission.ENQUIRY_ASSIGN) != Scope.CENTRE:
        return []
    theirs = Enquiry.objects.of_centres(centres).filter(closed_at=None, assignee=OuterRef("pk"))
    at_work = Exists(Membership.objects.filter(user=OuterRef("pk"), centre__in=centres))
    roles = roles_with(Permission.ENQUIRY_CORRECT)
    return list(User.objects.filter(Q(at_work, closed_at=None, role__in=roles) | Exists(theirs)).order_by("name"))


def rows_of(user: User, ids: list[UUID]) -> list[Row]:
    """Return the rows of some enquiries, as far as somebody sees them, the latest first."""
    found = enquiries_for(user).filter(pk__in=ids)
    return [Row(*each) for each in found.order_by("-opened_at", "pk").values_list(*ROW)]


def _seen_in(centres: list[Centre], user: User, *, is_mine: bool = False) -> QuerySet[Enquiry]:
    """Return what somebody sees of centres that they work at, without asking for these again."""
    found = Enquiry.objects.of_centres(centres)
    if user.scope(Permission.ENQUIRY_READ) is None:
        return found.none()
    return found if _sees_all_of_centres(user) and not is_mine else found.filter(assignee=user)


def _sees_all_of_centres(user: User) -> bool:
    return user.scope(Permission.ENQUIRY_READ) not in {None, Scope.ASSIGNED}


def _opened_at(centres: list[Centre], wanted: Filter) -> Q:
    """Match the days wanted: a day begins at each centre's own midnight."""
    if not (wanted.first or wanted.last):
        return Q()
    of_zone: dict[str, list[Centre]] = {}
    for centre in centres:
        of_zone.setdefault(centre.time_zone, []).append(centre)
    if len(of_zone) == 1:
        return _on_days(wanted, *of_zone)
    parts = [Q(centre__in=[one.pk for one in each]) & _on_days(wanted, zone) for zone, each in of_zone.items()]
    return reduce(or_, parts, Q(pk__in=[]))


def _on_days(wanted: Filter, time_zone: str) -> Q:
    zone = ZoneInfo(time_zone)
    days = Q()
    if wanted.first:
        days &= Q(opened_at__gte=datetime.combine(wanted.first, time(), zone))
    if wanted.last:
        days &= Q(opened_at__lt=datetime.combine(wanted.last + timedelta(days=1), time(), zone))
    return days


def open_first(*, user: User, centres: list[Centre], limit: int) -> list[Row]:
    """Return the enquiries not closed that somebody sees: danger first, then soon, then the latest."""
    rank = Case(When(urgency=Urgency.DANGER, then=0), When(urgency=Urgency.SOON, then=1), default=2)
    waiting = _seen_in(centres, user).filter(closed_at=None).order_by(rank, "-opened_at")
    return [Row(*each) for each in waiting.values_list(*ROW)[:limit]]


def uncounted(*, centre: Centre, begins: datetime | None, ends: datetime) -> QuerySet[Enquiry]:
    """Enquiries of a centre that no closed month includes, opened from `begins` on (None: ever) and before `ends`."""
    found = Enquiry.objects.of_centres([centre]).filter(counted_in=None, opened_at__lt=ends)
    return found.filter(opened_at__gte=begins) if begins else found


def counted_in(*, centre: Centre, month: date) -> QuerySet[Enquiry]:
    """Enquiries of a centre that a closed month includes."""
    return Enquiry.objects.of_centres([centre]).filter(counted_in=month)


@beyond("figures")
def first_opened_at() -> datetime | None:
    """When the earliest enquiry that no closed month includes was opened."""
    not_counted = Enquiry.objects.everywhere(because="figures").filter(counted_in=None)
    first: datetime | None = not_counted.aggregate(first=Min("opened_at"))["first"]
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
    links = EnquiryContact.objects.through(enquiry__in=enquiries.order_by())
    # The earliest contact comes last and so stays; of two of the same day without a time, the one entered first.
    links = links.order_by("-contact__started_at", "-contact__entered_at")
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
