"""Without consent nothing about the person reaches the database files, the write-ahead log included."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.enquiries.drafts import discard_old_drafts
from bereg.enquiries.models import Draft, Enquiry
from bereg.questionnaire.actions import publish_standard

pytestmark = pytest.mark.django_db(transaction=True)
MARKS = ("Marker-narrative", "Marker-call-back", "Marker-material")
PERSONAL = {
    "narrative": MARKS[0],
    "call_back": MARKS[1],
    "a-source": "leaflet",
    "a-material": MARKS[2],
    "a-age": "50_over",
}
TOPIC = "missing_person"


@pytest.fixture
def desk(client: Client, operator: User) -> Client:
    publish_standard()
    client.force_login(operator)
    return client


def stored() -> bytes:
    """Everything that the database holds: on SQLite the bytes of its files, on PostgreSQL every row of every table."""
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        files = sorted(path.parent.glob(f"{path.name}*"))
        assert path in files
        return b"".join(file.read_bytes() for file in files)
    with connection.cursor() as cursor:
        rows = []
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608
            rows += cursor.fetchall()
    return repr(rows).encode()


def assert_holds_nothing_personal() -> None:
    held = stored()
    assert [mark for mark in MARKS if mark.encode() in held] == []


@pytest.mark.parametrize("consent", ["no", "not_asked"])
def test_a_form_without_consent_leaves_no_trace(desk: Client, consent: str) -> None:
    sent = {**PERSONAL, "consent": consent, "topics": [TOPIC], "without": "yes"}
    assert desk.post(reverse("desk:form", args=[uuid4()]), sent).status_code == 302
    assert Enquiry._base_manager.get().topics == f" {TOPIC} "
    assert TOPIC.encode() in stored()  # the search itself can find something
    assert_holds_nothing_personal()


@pytest.mark.parametrize("consent", ["no", "not_asked"])
def test_a_draft_without_consent_leaves_no_trace(desk: Client, consent: str) -> None:
    sent = {**PERSONAL, "consent": consent, "topics": [TOPIC]}
    assert desk.post(reverse("desk:draft", args=[uuid4()]), sent).status_code == 200
    assert Draft._base_manager.get().fields["topics"] == [TOPIC]
    assert_holds_nothing_personal()


def test_from_yes_to_no_a_draft_leaves_no_trace(desk: Client) -> None:
    pk = uuid4()
    desk.post(reverse("desk:draft", args=[pk]), {**PERSONAL, "consent": "yes"})
    assert MARKS[0].encode() in stored()
    desk.post(reverse("desk:draft", args=[pk]), {**PERSONAL, "consent": "no"})
    assert_holds_nothing_personal()


def test_a_form_saved_without_consent_clears_the_draft_that_had_it(desk: Client) -> None:
    pk = uuid4()
    desk.post(reverse("desk:draft", args=[pk]), {**PERSONAL, "consent": "yes"})
    desk.post(reverse("desk:form", args=[pk]), {**PERSONAL, "consent": "no"})
    assert_holds_nothing_personal()


def test_withdrawn_consent_leaves_no_trace(desk: Client) -> None:
    pk = uuid4()
    desk.post(reverse("desk:form", args=[pk]), {**PERSONAL, "consent": "yes"})
    desk.post(reverse("desk:correction_draft", args=[pk]), {**PERSONAL, "consent": "yes", "version": "1"})
    assert MARKS[0].encode() in stored()
    desk.post(reverse("desk:withdraw", args=[pk]))
    assert Enquiry._base_manager.get().consent == "withdrawn"
    assert_holds_nothing_personal()


def test_a_discarded_draft_leaves_no_trace(desk: Client) -> None:
    pk = uuid4()
    desk.post(reverse("desk:draft", args=[pk]), {**PERSONAL, "consent": "yes"})
    assert MARKS[0].encode() in stored()
    desk.post(reverse("desk:discard_draft", args=[pk]))
    assert not Draft._base_manager.exists()
    assert_holds_nothing_personal()


def test_an_old_draft_leaves_no_trace(desk: Client) -> None:
    desk.post(reverse("desk:draft", args=[uuid4()]), {**PERSONAL, "consent": "yes"})
    assert discard_old_drafts(before=timezone.now(), by=None) == 1
    assert_holds_nothing_personal()


@pytest.mark.parametrize("consent", ["no", "not_asked", "withdrawn"])
def test_consent_corrected_away_leaves_no_trace(desk: Client, consent: str) -> None:
    pk = uuid4()
    desk.post(reverse("desk:form", args=[pk]), {**PERSONAL, "consent": "yes"})
    desk.post(reverse("desk:correction_draft", args=[pk]), {**PERSONAL, "consent": "yes", "version": "1"})
    sent = {**PERSONAL, "consent": consent, "version": "1", "without": "yes"}
    assert desk.post(reverse("desk:correct", args=[pk]), sent).status_code == 302
    assert Enquiry._base_manager.get().consent == consent
    assert_holds_nothing_personal()


def test_a_colleagues_draft_of_a_correction_goes_with_the_consent(desk: Client, supervisor: User) -> None:
    pk = uuid4()
    desk.post(reverse("desk:form", args=[pk]), {"consent": "yes"})
    colleague = Client()
    colleague.force_login(supervisor)
    colleague.post(reverse("desk:correction_draft", args=[pk]), {**PERSONAL, "consent": "yes", "version": "1"})
    assert MARKS[0].encode() in stored()
    desk.post(reverse("desk:correct", args=[pk]), {"consent": "no", "version": "1"})
    assert_holds_nothing_personal()


def test_a_full_disk_says_not_saved_and_returns_the_text(desk: Client) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the disk of a database server cannot be filled from here")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # pages that earlier tests left free would take the text
        cursor.execute("PRAGMA max_page_count")
        (before,) = cursor.fetchone()
        cursor.execute("PRAGMA page_count")
        (used,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {used}")
    text = "Keep this text. " * 5000
    try:
        for address in ("desk:form", "desk:draft"):
            answer = desk.post(reverse(address, args=[uuid4()]), {"consent": "yes", "narrative": text})
            assert answer.status_code == 503
            assert "Not saved" in answer.content.decode()
        assert not Enquiry._base_manager.exists()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {before}")
    assert desk.post(reverse("desk:form", args=[uuid4()]), {"consent": "yes", "narrative": text}).status_code == 302
