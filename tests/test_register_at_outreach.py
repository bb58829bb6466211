"""An enquiry is registered at a joint consultation: the event is taken along through the form, and linked by saving."""

from typing import cast
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import resolve, reverse

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.enquiries.models import Draft, Enquiry
from bereg.outreach.models import OpenedThere, OutreachEvent
from bereg.outreach.queries import opened_count
from bereg.outreach.tests.conftest import browser_of, event, held, registered, stranger
from bereg.questionnaire.publishing import publish_standard
from tests.opened import draft_fields_of
from tests.test_refer_in import taken_along

__all__ = ["event", "stranger"]
AGREED = {"consent": "yes", "narrative": "He asks how to be registered."}


@pytest.fixture(autouse=True)
def questionnaire(db: None) -> None:
    publish_standard()


def begun(desk: Client, at: OutreachEvent, shown: UUID | None = None) -> UUID:
    """Begin a form at an event, on a page that was shown with an id; return the form's."""
    answer = desk.post(reverse("outreach:register", args=[at.pk]), {"id": str(shown or uuid4())})
    pk = cast("UUID", resolve(answer.headers["Location"]).kwargs["pk"])
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("desk:form", args=[pk]))
    return pk


def test_the_form_begins_with_a_visit_of_that_day_and_saving_links_it(
    desk: Client, event: OutreachEvent, operator: User
) -> None:
    pk = begun(desk, event)
    page = desk.get(reverse("desk:form", args=[pk])).content.decode()
    assert '<option value="visit" selected>' in page
    assert ' value="2008-02-12"' in page
    assert "Joint consultation" in page
    answer = desk.post(reverse("desk:form", args=[pk]), {**AGREED, **taken_along(desk, pk)})
    assert answer.status_code == 302
    opened = OpenedThere._base_manager.get()
    assert (opened.enquiry_id, opened.event_id, opened.linked_by_id) == (pk, event.pk, operator.pk)
    assert opened_count(operator, [event]) == {event.pk: 1}


def test_sent_twice_it_is_one_and_counts_once(desk: Client, event: OutreachEvent) -> None:
    pk = begun(desk, event)
    sent = {**AGREED, **taken_along(desk, pk)}
    for _time in range(2):
        assert desk.post(reverse("desk:form", args=[pk]), sent).status_code == 302
    assert OpenedThere._base_manager.count() == Enquiry._base_manager.count() == 1


def test_without_consent_it_is_linked_too(desk: Client, event: OutreachEvent) -> None:
    pk = begun(desk, event)
    sent = {**AGREED, "consent": "no", "without": "yes", **taken_along(desk, pk)}
    assert desk.post(reverse("desk:form", args=[pk]), sent).status_code == 302
    assert OpenedThere._base_manager.get().enquiry_id == pk


def test_an_emptied_box_links_nothing(desk: Client, event: OutreachEvent) -> None:
    pk = begun(desk, event)
    sent = {**AGREED, **taken_along(desk, pk)}
    del sent["along-outreach"]
    assert desk.post(reverse("desk:form", args=[pk]), sent).status_code == 302
    assert not OpenedThere._base_manager.exists()


def test_begun_twice_what_was_typed_since_stays(desk: Client, event: OutreachEvent, operator: User) -> None:
    shown = uuid4()
    pk = begun(desk, event, shown)
    draft = {**AGREED, **taken_along(desk, pk)}
    assert desk.post(reverse("desk:draft", args=[pk]), draft).status_code == 200
    assert desk.post(reverse("outreach:register", args=[event.pk]), {"id": str(shown)}).status_code == 302
    fields = draft_fields_of(Draft._base_manager.get(pk=pk))
    assert fields["narrative"] == [AGREED["narrative"]]
    assert fields["along-event"] == [str(event.pk)]


def test_a_person_who_was_there_before_keeps_the_first_enquiry_as_it_was(
    desk: Client, event: OutreachEvent, centre: Centre, operator: User
) -> None:
    first = registered(centre, operator, day=event.held_on.replace(month=1))
    pk = begun(desk, event)
    sent = {**taken_along(desk, pk), "joins": first.number, "consent": "not_asked"}
    assert desk.post(reverse("desk:form", args=[pk]), sent).status_code in {302, 422}
    assert not OpenedThere._base_manager.exists()


def test_nobody_registers_at_what_another_centre_held_unless_it_is_of_the_network(
    event: OutreachEvent, centre: Centre, operator: User, stranger: User
) -> None:
    abroad = browser_of(stranger)
    assert abroad.post(reverse("outreach:register", args=[event.pk]), {"id": str(uuid4())}).status_code == 404
    pk = begun(abroad, held(centre, operator, is_national=True))
    assert abroad.post(reverse("desk:form", args=[pk]), {**AGREED, **taken_along(abroad, pk)}).status_code == 302
    assert OpenedThere._base_manager.get().centre_id == stranger.memberships.get().centre_id


def test_an_event_that_one_may_not_open_at_is_not_linked_by_a_forged_field(
    desk: Client, stranger: User, other_centre: Centre
) -> None:
    theirs, pk = held(other_centre, stranger), uuid4()
    forged = {**AGREED, "along-outreach": "1", "along-event": str(theirs.pk)}
    assert desk.post(reverse("desk:form", args=[pk]), forged).status_code == 302
    forged = {**AGREED, "along-outreach": "1", "along-event": "nonsense"}
    assert desk.post(reverse("desk:form", args=[uuid4()]), forged).status_code == 302
    assert not OpenedThere._base_manager.exists()
