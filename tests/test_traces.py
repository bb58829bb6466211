"""Nothing that was typed stands in clear in any file of the databases; without consent it is not there at all."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import connection, connections, router
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.enquiries.drafts import discard_old_drafts
from bereg.enquiries.models import Draft, Enquiry
from bereg.vault.models import Key, LedgerLine
from tests.opened import answers_of, draft_fields_of, text_of
from tests.typed_material import publish_with_a_text

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
    publish_with_a_text()
    client.force_login(operator)
    return client


def stored() -> bytes:
    """Everything that both databases hold: on SQLite their files, on PostgreSQL every value of every row."""
    if connection.vendor == "sqlite":
        paths = [Path(str(each.settings_dict["NAME"])) for each in connections.all()]
        files = {file for path in paths for file in path.parent.glob(f"{path.name}*")}
        assert files >= set(paths)
        return b"".join(file.read_bytes() for file in sorted(files))
    values = []
    for model in apps.get_models():
        with connections[router.db_for_read(model)].cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608
            values += [value for row in cursor.fetchall() for value in row]
    return b"|".join(
        bytes(value) if isinstance(value, bytes | memoryview) else repr(value).encode() for value in values
    )


def keys() -> QuerySet[Key]:
    """The keys of what goes; the code word stays, since the caller may come back with it."""
    return Key.objects.exclude(kind="code_word")


def texts_sealed() -> list[bytes]:
    """What is sealed of enquiries and drafts now, and the keys that open it."""
    enquiries = Enquiry._base_manager.values_list("narrative", "typed_answers", "call_back", "call_back_index")
    drafts = Draft._base_manager.values_list("fields", flat=True)
    values = [*(value for row in enquiries for value in row), *drafts, *keys().values_list("wrapped", flat=True)]
    return [bytes(value) for value in values if value]


def assert_holds_nothing_personal(gone: list[bytes] | None = None) -> None:
    """Look for what was typed, in clear; and for the sealed texts and keys that must be gone."""
    held = stored()
    assert [mark for mark in MARKS if mark.encode() in held] == []
    assert [value for value in gone or [] if value in held] == []


@pytest.fixture
def sealed(desk: Client) -> UUID:
    """An enquiry with consent, and its correction begun."""
    pk = uuid4()
    desk.post(reverse("desk:form", args=[pk]), {**PERSONAL, "consent": "yes"})
    desk.post(reverse("desk:correction_draft", args=[pk]), {**PERSONAL, "consent": "yes", "version": "1"})
    return pk


def test_with_consent_nothing_that_was_typed_stands_in_clear(sealed: UUID) -> None:
    enquiry, draft = Enquiry._base_manager.get(), Draft._base_manager.get()
    assert (text_of(enquiry), text_of(enquiry, "call_back")) == MARKS[:2]
    assert answers_of(enquiry)["material"] == MARKS[2]
    assert [draft_fields_of(draft)[name] for name in ("narrative", "call_back", "a-material")] == [[m] for m in MARKS]
    assert all(value in stored() for value in texts_sealed())  # the search itself can find something
    assert_holds_nothing_personal()


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
    assert draft_fields_of(Draft._base_manager.get())["topics"] == [TOPIC]
    assert_holds_nothing_personal()


def test_from_yes_to_no_a_draft_leaves_no_trace(desk: Client) -> None:
    pk = uuid4()
    desk.post(reverse("desk:draft", args=[pk]), {**PERSONAL, "consent": "yes"})
    before = texts_sealed()
    desk.post(reverse("desk:draft", args=[pk]), {**PERSONAL, "consent": "no"})
    assert_holds_nothing_personal(before)


def test_a_form_saved_without_consent_clears_the_draft_that_had_it(desk: Client) -> None:
    pk = uuid4()
    desk.post(reverse("desk:draft", args=[pk]), {**PERSONAL, "consent": "yes"})
    before = texts_sealed()
    desk.post(reverse("desk:form", args=[pk]), {**PERSONAL, "consent": "no", "without": "yes"})
    assert_holds_nothing_personal(before)


def test_withdrawn_consent_leaves_no_trace(desk: Client, sealed: UUID) -> None:
    before = texts_sealed()
    desk.post(reverse("desk:withdraw", args=[sealed]))
    assert Enquiry._base_manager.get().consent == "withdrawn"
    assert not keys().exists()
    assert_holds_nothing_personal(before)


def test_a_discarded_draft_leaves_no_trace(desk: Client) -> None:
    pk = uuid4()
    desk.post(reverse("desk:draft", args=[pk]), {**PERSONAL, "consent": "yes"})
    before = texts_sealed()
    desk.post(reverse("desk:discard_draft", args=[pk]))
    assert not Draft._base_manager.exists()
    assert_holds_nothing_personal(before)


def test_an_old_draft_leaves_no_trace(desk: Client) -> None:
    desk.post(reverse("desk:draft", args=[uuid4()]), {**PERSONAL, "consent": "yes"})
    sealed = texts_sealed()
    assert discard_old_drafts(before=timezone.now(), by=None) == 1
    assert_holds_nothing_personal(sealed)


def test_a_saved_form_leaves_no_key_of_its_draft(desk: Client) -> None:
    pk = uuid4()
    desk.post(reverse("desk:draft", args=[pk]), {**PERSONAL, "consent": "yes"})
    assert list(Key.objects.values_list("kind", flat=True)) == ["draft"]
    desk.post(reverse("desk:form", args=[pk]), {**PERSONAL, "consent": "yes"})
    assert sorted(keys().values_list("kind", flat=True)) == ["contact", "narrative"]
    assert LedgerLine.objects.get().kind == "draft"


@pytest.mark.parametrize("consent", ["no", "not_asked", "withdrawn"])
def test_consent_corrected_away_leaves_no_trace(desk: Client, sealed: UUID, consent: str) -> None:
    before = texts_sealed()
    sent = {**PERSONAL, "consent": consent, "version": "1", "takes_back": "yes"}
    assert desk.post(reverse("desk:correct", args=[sealed]), sent).status_code == 302
    assert Enquiry._base_manager.get().consent == consent
    assert_holds_nothing_personal(before)


def test_a_text_corrected_away_leaves_no_trace(desk: Client, sealed: UUID) -> None:
    before = texts_sealed()
    assert desk.post(reverse("desk:correct", args=[sealed]), {"consent": "yes", "version": "1"}).status_code == 302
    assert not keys().exists()
    assert_holds_nothing_personal(before)


def test_a_colleagues_draft_of_a_correction_goes_with_the_consent(desk: Client, supervisor: User) -> None:
    pk = uuid4()
    desk.post(reverse("desk:form", args=[pk]), {"consent": "yes"})
    colleague = Client()
    colleague.force_login(supervisor)
    colleague.post(reverse("desk:correction_draft", args=[pk]), {**PERSONAL, "consent": "yes", "version": "1"})
    before = texts_sealed()
    desk.post(reverse("desk:correct", args=[pk]), {"consent": "no", "version": "1", "takes_back": "yes"})
    assert not Draft._base_manager.exists()
    assert_holds_nothing_personal(before)


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
