"""The answers of the demonstration belong to what their calls are about, and are the same every time."""

from typing import Any

from bereg.answers.choices import WarningSign
from bereg.answers.models import TickedSign, Told
from bereg.answers.sample import sample
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.reference.models import EntryVersion, ReferenceEntry

CALLS = 40


def fill(enquiry: Enquiry) -> None:
    """Put copies of the enquiry beside it: every second one about an agency."""
    for number in range(CALLS):
        enquiry.pk, enquiry.number = None, f"{enquiry.number[:-4]}{number + 100:04}"
        enquiry.topics, enquiry.code_word_index = (" quota ", " abroad_agency ")[number % 2], bytes([number])
        enquiry.save(force_insert=True)


def noted() -> list[tuple[Any, ...]]:
    told = Told._base_manager.order_by("pk").values_list("pk", "enquiry__topics", "entry", "way", "number", "at")
    return [*told, *TickedSign._base_manager.order_by("pk").values_list("pk", "enquiry__topics", "sign", "at")]


def test_each_is_about_a_topic_of_its_call_and_the_same_every_time(
    centre: Centre, enquiry: Enquiry, guide: ReferenceEntry, agency: ReferenceEntry
) -> None:
    EntryVersion.objects.filter(entry=guide).update(topics=["quota"])
    fill(enquiry)
    sample(centre)
    told = Told._base_manager.select_related("enquiry")
    assert CALLS / 4 < told.count() < CALLS  # some are told two things, and many nothing
    assert {(each.enquiry.topics, each.entry_id) for each in told} == {(" quota ", guide.pk)}
    ticked = TickedSign._base_manager.select_related("enquiry")
    assert {each.enquiry.topics for each in ticked} == {" abroad_agency "}
    assert {each.sign for each in ticked} == set(WarningSign)
    before = noted()
    told.all().delete()
    ticked.all().delete()
    sample(centre)
    assert noted() == before


def test_nothing_is_noted_where_there_is_nothing_to_tell(centre: Centre, enquiry: Enquiry) -> None:
    sample(centre)
    assert noted() == []
