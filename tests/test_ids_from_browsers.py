"""An id that a browser sends never becomes that of a record beside another one: they would share the keys of texts."""

import datetime as dt
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import bereg
from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.persons.models import Person
from bereg.persons.tests.conftest import GIRL
from bereg.questionnaire.publishing import publish_standard
from bereg.retention import holds
from bereg.shifts.models import HandOver
from bereg.tasks.models import Task
from bereg.vault.classes import HoldReason
from bereg.vault.models import Key
from bereg.vault.taken_ids import is_of_another

pytestmark = pytest.mark.django_db
TOLD = "An invented story."
# Who reads an id that a browser sends, and why it may be the id of the record as it is.
EXCUSED = {
    "core/forms.py": "what is read there becomes another id",
    "centres/forms.py": "lines, centres and invitations have no texts, so no keys",
    "contacts/several_form.py": "a contact has no texts, so no keys",
    "partner_links/forms.py": "the view makes another id of it",
    "outside_series/views_values.py": "it names a value that stands",
}


@pytest.fixture
def held(centre: Centre, operator: User, supervisor: User) -> Enquiry:
    """An enquiry that a court has asked to be kept."""
    enquiry = _registered(centre, operator)
    until, reason = timezone.localdate() + dt.timedelta(days=30), "an invented order, number 16"
    holds.hold(record=enquiry, code=HoldReason.COURT, reason=reason, until=until, owner=supervisor, by=supervisor)
    return enquiry


@pytest.fixture
def browser(operator: User) -> Client:
    client = Client()
    client.force_login(operator)
    return client


def _registered(centre: Centre, by: User) -> Enquiry:
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
    matter = Matter(consent=Consent.YES, narrative=TOLD)
    return register_enquiry(
        registration=Registration(contact=contact, matter=matter, questionnaire=publish_standard()), by=by
    )


def _promise() -> dict[str, str]:
    """What a form promises for another day."""
    return {"kind": "call_back", "due_on": f"{timezone.localdate() + dt.timedelta(days=3)}", "words": "Mine."}


def _keys(enquiry: Enquiry) -> set[int]:
    return set(Key.objects.filter(record=enquiry.pk).values_list("pk", flat=True))


def test_a_task_with_the_id_of_a_held_enquiry_takes_no_key_of_it(
    held: Enquiry, centre: Centre, operator: User, browser: Client
) -> None:
    keys, own = _keys(held), _registered(centre, operator)
    sent = {"id": str(held.pk), **_promise(), "whom": str(operator.pk)}
    assert browser.post(reverse("tasks:new_task", args=[own.pk]), sent).status_code == 302
    made = Task._base_manager.get()
    assert made.pk != held.pk
    assert browser.post(reverse("desk:withdraw", args=[own.pk]), {}).status_code == 302
    made.refresh_from_db()
    assert (bytes(made.words), _keys(held)) == (b"", keys)


def test_a_person_or_a_note_gets_an_id_of_its_own(
    held: Enquiry, centre: Centre, operator: User, browser: Client
) -> None:
    own = _registered(centre, operator)
    sent = {"id": str(held.pk), **GIRL.columns(), "told_by_another": "on", "version": "1"}
    assert browser.post(reverse("persons:new_person", args=[own.pk]), sent).status_code == 302
    assert browser.post(reverse("shifts:new_note"), {"id": str(held.pk), "words": "Mine."}).status_code == 302
    assert held.pk not in {Person._base_manager.get().pk, HandOver._base_manager.get().pk}


def test_a_form_that_comes_back_with_a_slip_is_still_the_same_record(
    centre: Centre, operator: User, browser: Client
) -> None:
    new = reverse("tasks:new_task", args=[_registered(centre, operator).pk])
    sent = {"id": str(uuid4()), **_promise(), "whom": str(operator.pk)}
    assert browser.post(new, sent).status_code == 302  # the answer is lost, and what is typed since has a slip
    back = browser.post(new, {**sent, "due_on": "1999-01-01"})
    assert back.status_code == 422
    kept = re.search(r'name="id" value="([^"]+)"', back.content.decode().partition("<main")[2])
    assert kept
    browser.post(new, {**sent, "id": kept[1]})
    made = Task._base_manager.get()
    assert str(made.pk) == kept[1]
    browser.post(reverse("shifts:new_note"), {"id": kept[1], "words": "Mine."})
    assert HandOver._base_manager.get().pk != made.pk


@pytest.mark.parametrize("whose", ["operator", "other_operator"])
def test_the_form_of_an_enquiry_registers_none_with_the_id_of_a_task(
    whose: str, browser: Client, request: pytest.FixtureRequest
) -> None:
    by: User = request.getfixturevalue(whose)
    _registered(by.memberships.get().centre, by)
    colleague, sent = Client(), {"id": str(uuid4()), **_promise(), "whom": str(by.pk)}
    colleague.force_login(by)
    colleague.post(reverse("tasks:new_task", args=[Enquiry._base_manager.get().pk]), sent)
    task = Task._base_manager.get()
    answer = browser.post(reverse("desk:form", args=[task.pk]), {"consent": "yes", "narrative": "Typed for long."})
    assert (answer.status_code, Enquiry._base_manager.count()) == (409, 1)
    page = answer.content.decode()
    assert "Typed for long." in page
    again = re.search(r'action="(/enquiries/new/[^"]+)"', page)
    assert again
    assert browser.post(again[1], {"consent": "yes", "narrative": "Typed for long."}).status_code == 302


def test_an_id_is_known_wherever_its_record_is(held: Enquiry) -> None:
    assert is_of_another(held.pk)
    assert not is_of_another(held.pk, Enquiry)
    assert not is_of_another(uuid4())


def test_one_place_reads_the_ids_of_records_to_be() -> None:
    root = Path(bereg.__file__).parent
    reads = re.compile(r"""(?:POST|typed|sent)\.get\(["']id["']|forms\.UUIDField""")
    found = {
        str(file.relative_to(root))
        for file in root.rglob("*.py")
        if "tests" not in file.parts and reads.search(file.read_text())
    }
    assert found - EXCUSED.keys() == set()
