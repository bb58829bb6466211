"""What was told, sent and ticked in a call is noted once, with consent alone, and goes and grows coarse with it."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.answers import actions
from bereg.answers.call_answers import CallAnswers, GivenAnswer
from bereg.answers.choices import AnswerWay, WarningSign
from bereg.answers.models import TickedSign, Told
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Draft, Enquiry
from bereg.enquiries.parts import acts_on, coarsen
from bereg.enquiries.retention_periods import answers_due
from bereg.questionnaire.publishing import publish_standard
from bereg.reference.models import ReferenceEntry
from tests.told import told_value


@pytest.fixture
def desk(operator: User) -> Client:
    publish_standard()
    client = Client()
    client.force_login(operator)
    return client


def told() -> list[tuple[str, str, str, int]]:
    rows = Told._base_manager.order_by("way", "kind").values_list("entry_id", "kind", "way", "number")
    return [(str(entry), kind, way, number) for entry, kind, way, number in rows]


def left() -> list[object]:
    return [*Told._base_manager.all(), *TickedSign._base_manager.all()]


def send(desk: Client, pk: UUID, **fields: Any) -> Any:
    return desk.post(reverse("desk:form", args=[pk]), {"topics": ["quota"], "consent": "yes", **fields})


def test_a_form_notes_what_was_told_sent_and_ticked_once(
    desk: Client, guide: ReferenceEntry, agency: ReferenceEntry
) -> None:
    pk = uuid4()
    fields = {"told": [told_value(guide), told_value(agency, "sent"), told_value(guide)], "sign": ["money_first", "x"]}
    for _twice in range(2):
        assert send(desk, pk, **fields).status_code == 302
    assert told() == [(str(agency.pk), "agency", "sent", 1), (str(guide.pk), "guide", "told", 1)]
    assert TickedSign._base_manager.get().sign == WarningSign.MONEY_FIRST
    at = Told._base_manager.filter(way="told").get().at
    assert (at.second, at.microsecond) == (0, 0)
    enquiry = Enquiry._base_manager.get(pk=pk)
    codes = [each.action for each in acts_on(enquiry)]
    assert (codes.count("told.noted"), codes.count("told.sign_ticked")) == (2, 1)
    page = desk.get(reverse("desk:enquiry", args=[pk])).content.decode()
    for words in ("Registration within three days", "Invented Kamenshchik", "money first"):
        assert words in page


def test_without_consent_nothing_of_it_stays(desk: Client, guide: ReferenceEntry) -> None:
    pk = uuid4()
    fields = {"told": told_value(guide), "sign": "money_first"}
    desk.post(reverse("desk:draft", args=[pk]), {**fields, "consent": "no", "topics": "quota"})
    page = desk.get(reverse("desk:form", args=[pk])).content.decode()
    assert str(guide.pk) not in page
    assert send(desk, pk, consent="no", **fields).status_code == 302
    assert left() == []


def test_a_draft_keeps_it(desk: Client, guide: ReferenceEntry) -> None:
    pk, value = uuid4(), told_value(guide)
    desk.post(reverse("desk:draft", args=[pk]), {"consent": "yes", "told": value, "sign": "tourist_visa"})
    page = desk.get(reverse("desk:form", args=[pk])).content.decode()
    assert f'name="told" value="{value}" checked' in page
    assert 'value="tourist_visa" form="work" checked' in page
    assert send(desk, pk, told=value).status_code == 302
    assert not Draft._base_manager.exists()
    assert len(told()) == 1


def test_a_form_that_comes_again_with_more_is_a_correction_and_doubles_nothing(
    desk: Client, guide: ReferenceEntry, agency: ReferenceEntry
) -> None:
    pk, first = uuid4(), told_value(guide)
    send(desk, pk, told=first)
    more = {"told": [first, told_value(agency)], "topics": ["quota"], "consent": "yes"}
    assert send(desk, pk, **more).status_code == 409
    corrected = desk.post(reverse("desk:correct", args=[pk]), {**more, "version": "1"})
    assert corrected.status_code == 302
    assert {(kind, way) for _entry, kind, way, _number in told()} == {("guide", "told"), ("agency", "told")}
    assert len(told()) == 2


def test_what_was_told_goes_to_the_enquiry_that_the_contact_joins(
    desk: Client, enquiry: Enquiry, guide: ReferenceEntry
) -> None:
    pk, sent = uuid4(), {"told": told_value(guide), "consent": "yes", "joins": enquiry.number, "act": "join"}
    for _twice in range(2):
        assert desk.post(reverse("desk:form", args=[pk]), sent).status_code == 302
    assert Told._base_manager.get().enquiry_id == enquiry.pk


def test_it_waits_in_the_correction_where_the_enquiry_has_no_consent_yet(desk: Client, guide: ReferenceEntry) -> None:
    first, pk = uuid4(), uuid4()
    send(desk, first, consent="not_asked")
    number = Enquiry._base_manager.get(pk=first).number
    sent = {"told": told_value(guide), "consent": "yes", "joins": number, "act": "join"}
    answer = desk.post(reverse("desk:form", args=[pk]), sent)
    correction = reverse("desk:correct", args=[first])
    assert answer.headers["Location"] == correction
    assert str(guide.pk) in desk.get(correction).content.decode()
    assert not Told._base_manager.exists()


def noted(enquiry: Enquiry, guide: ReferenceEntry, operator: User) -> None:
    given = GivenAnswer(guide.pk, 1, AnswerWay.TOLD, timezone.now().replace(second=0, microsecond=0))
    actions.note(enquiry=enquiry, said=CallAnswers((given,), (WarningSign.TOURIST_VISA,)), by=operator)


def test_withdrawn_consent_takes_it_along(enquiry: Enquiry, guide: ReferenceEntry, operator: User) -> None:
    noted(enquiry, guide, operator)
    withdraw_consent(enquiry=enquiry, by=operator)
    assert left() == []
    noted(enquiry, guide, operator)
    assert not Told._base_manager.exists()


def test_it_keeps_no_enquiry_from_growing_coarse_and_does_so_with_it(
    enquiry: Enquiry, guide: ReferenceEntry, operator: User
) -> None:
    noted(enquiry, guide, operator)
    long_ago = dt.datetime(2009, 6, 17, 9, 30, tzinfo=dt.UTC)
    Enquiry._base_manager.filter(pk=enquiry.pk).update(
        opened_at=long_ago, entered_at=long_ago, changed_at=long_ago, closed_at=long_ago
    )
    Told._base_manager.update(at=long_ago)
    assert answers_due(timezone.now()).get() == enquiry
    coarsen([Enquiry._base_manager.select_related("centre").get(pk=enquiry.pk)])
    found = Told._base_manager.get()
    assert (found.at, found.by, found.kind) == (dt.datetime(2009, 5, 31, 20, tzinfo=dt.UTC), None, "guide")


def test_on_what_is_coarse_nothing_is_noted_as_it_grows_coarse_once(
    enquiry: Enquiry, guide: ReferenceEntry, operator: User
) -> None:
    Enquiry._base_manager.update(code_word_index=b"")
    noted(enquiry, guide, operator)
    assert left() == []


@pytest.mark.parametrize("broken", ["", "x", "{}.1.told.99999999T9999Z", "{}.1.shouted.20261101T1000Z", "{}.1.told."])
def test_what_no_page_sends_is_left_out(guide: ReferenceEntry, broken: str) -> None:
    assert GivenAnswer.of(broken.format(guide.pk)) is None
    with time_machine.travel(dt.datetime(2026, 11, 1, 10, tzinfo=dt.UTC), tick=False):
        assert GivenAnswer.of(f"{guide.pk}.1.told.20261101T1000Z") is not None
        assert GivenAnswer.of(f"{guide.pk}.1.told.20261101T1001Z") is None  # it has not come yet


def test_a_chip_is_of_what_was_published(desk: Client, guide: ReferenceEntry) -> None:
    address = reverse("answers:chip")
    page = desk.post(address, {"entry": str(guide.pk), "number": "1", "way": "sent"}).content.decode()
    assert "Registration within three days" in page
    assert ".sent." in page
    ReferenceEntry.objects.filter(pk=guide.pk).update(published=None, state="written")
    assert desk.post(address, {"entry": str(guide.pk), "number": "1", "way": "told"}).status_code == 404
