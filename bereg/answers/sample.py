"""What was told and sent in the demonstration year, and the warning signs that people named."""

from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import TypeVar

from django.db import transaction

from bereg.accounts.demonstration import demonstration_id
from bereg.answers.acts import NOTED, TICKED
from bereg.answers.choices import AnswerWay, WarningSign
from bereg.answers.models import CallPart, TickedSign, Told
from bereg.audit import actions as audit
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.reference.queries import ReferenceEntry, published

TOLD, SENT = 0.6, 0.15  # the shares of the enquiries with something to say about a topic
ABOUT_AGENCIES = "abroad_agency"
TICKED_OF = 0.3  # the share of each sign among the enquiries about agencies
_P = TypeVar("_P", bound=CallPart)
AnswersByTopic = dict[str, list[ReferenceEntry]]


def sample(centre: Centre) -> None:
    """Note them for one centre; the same every time."""
    by_topic = _by_topic()
    told, signs = list[Told](), list[TickedSign]()
    for enquiry in Enquiry.objects.of_centres([centre]).filter(consent=Consent.YES).order_by("number"):
        rng = Random(enquiry.number)  # noqa: S311 - must be the same every time, and guards invented data alone
        told += _told(enquiry, by_topic, rng)
        signs += _signs(enquiry, rng)
    with transaction.atomic():
        Told.objects.bulk_create(told, batch_size=500)
        TickedSign.objects.bulk_create(signs, batch_size=500)
        audit.record_many(NOTED, targets=told, by=None, because="bulk")
        audit.record_many(TICKED, targets=signs, by=None, because="bulk")


def _by_topic() -> AnswersByTopic:
    found: AnswersByTopic = defaultdict(list)
    for entry in published().filter(kind__in=("guide", "sample")).order_by("pk"):
        for topic in entry.published.topics if entry.published else ():
            found[topic].append(entry)
    return found


def _told(enquiry: Enquiry, by_topic: AnswersByTopic, rng: Random) -> Iterator[Told]:
    fitting = [entry for topic in enquiry.topics.split() for entry in by_topic.get(topic, ())]
    for way, share in ((AnswerWay.TOLD, TOLD), (AnswerWay.SENT, SENT)):
        if not fitting or rng.random() >= share:
            continue
        entry = rng.choice(fitting)
        told = Told(id=demonstration_id(way, enquiry.number), entry=entry, kind=entry.kind, way=way)
        told.number = entry.published.number if entry.published else 1
        yield _of_call(told, enquiry)


def _signs(enquiry: Enquiry, rng: Random) -> Iterator[TickedSign]:
    if ABOUT_AGENCIES not in enquiry.topics.split():
        return
    for sign in WarningSign:
        if rng.random() < TICKED_OF:
            ticked = TickedSign(id=demonstration_id(sign, enquiry.number), sign=sign)
            yield _of_call(ticked, enquiry)


def _of_call(part: _P, enquiry: Enquiry) -> _P:
    part.enquiry, part.centre_id, part.by_id = enquiry, enquiry.centre_id, enquiry.entered_by_id
    part.at = enquiry.opened_at.replace(second=0, microsecond=0)
    return part
