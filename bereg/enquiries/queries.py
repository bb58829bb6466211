"""Reading of enquiries, limited to what the person may see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet, Sum

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.centres.queries import centres_of
from bereg.enquiries.models import Draft, Enquiry, EnquiryContact
from bereg.questionnaire.answers import Answers
from bereg.questionnaire.models import Version


def enquiries_for(user: User) -> QuerySet[Enquiry]:
    """Enquiries that `user` may see: those of their centres."""
    return Enquiry.objects.filter(centre__in=centres_of(user))


def drafts_of(user: User) -> QuerySet[Draft]:
    """A person's own unfinished forms, the latest first."""
    return Draft.objects.filter(operator=user).order_by("-saved_at")


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
