"""A full disk, a lock and hostile text in the real form: never "saved" falsely, never an error page of the program."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.core.sqlite.base import WriteLock
from bereg.core.tests.databases import full_disk, process
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard
from tests.opened import text_of

HOSTILE = {
    "nul": "a\x00b",
    "control": "a\x1b[31mb",
    "surrogate": "a\ud800b",
    "bidi": "a\u202eb\u2066c",
    "marks": "a" + "\u0316" * 5000,
    "wide": "\U0001f469\u200d\U0001f469" * 50,
    "long": "я" * 100_000,
}


@pytest.fixture
def questionnaire(db: None) -> None:
    publish_standard()


def filled(text: str) -> dict[str, str]:
    return {"consent": "yes", "channel": "phone", "a-gender": "female", "narrative": text}


@contextmanager
def locked_by_another_process() -> Iterator[None]:
    connection.ensure_connection()
    lock: WriteLock = connection._write_lock  # type: ignore[attr-defined]
    before, lock._timeout_s = lock._timeout_s, 0.05
    code = "atomic().__enter__(); print('inside', flush=True); sys.stdin.read()"
    with process(Path(connection.settings_dict["NAME"]), code) as other:
        assert other.stdout
        assert other.stdout.readline() == "inside\n"
        yield
    lock._timeout_s = before


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a fault of SQLite files")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", [full_disk, locked_by_another_process])
def test_the_form_says_not_saved_keeps_the_text_and_saves_it_afterwards(
    fault: object, questionnaire: None, desk: Client
) -> None:
    address = reverse("desk:form", args=[uuid4()])
    story = "A long story of a debt bondage. " * 3000
    desk.get(address)
    with fault():  # type: ignore[operator]
        refused = desk.post(address, filled(story))
        page = refused.content.decode()
        assert refused.status_code == 503
        assert "Not saved" in page
        assert "A long story of a debt bondage." in page  # to be sent again from that very page
        assert not Enquiry._base_manager.exists()
    assert desk.post(address, filled(story)).status_code == 302
    assert text_of(Enquiry._base_manager.get()).startswith("A long story")


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("field", ["narrative", "call_back", "a-gender", "a-citizenship", "topics", "joins", "line"])
def test_no_text_in_any_field_is_an_error_of_ours(kind: str, field: str, questionnaire: None, desk: Client) -> None:
    text = HOSTILE[kind].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    answer = desk.post(reverse("desk:form", args=[uuid4()]), filled("short") | {field: text})
    assert answer.status_code in {302, 413, 422}


@pytest.mark.parametrize("field", ["narrative", "call_back", "topics"])
def test_a_megabyte_in_a_field_is_refused_and_nothing_is_stored(field: str, questionnaire: None, desk: Client) -> None:
    answer = desk.post(
        reverse("desk:form", args=[uuid4()]), filled("short") | {field: "a" * 1_000_001}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 413
    assert "Nothing is lost" in answer.content.decode()
    assert not Enquiry._base_manager.exists()


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", ["first", "centre", "topic", "answer", "page"])
def test_finding_takes_any_text(kind: str, name: str, questionnaire: None, desk: Client) -> None:
    text = HOSTILE[kind].encode("utf-8", "surrogatepass").decode("utf-8", "replace")[:2000]
    assert desk.get(reverse("desk:find"), {name: text}).status_code in {200, 422}


@pytest.mark.parametrize("kind", HOSTILE)
def test_signing_in_takes_any_text(kind: str, client: Client, operator: User) -> None:
    cache.clear()  # the limit of tries
    text = HOSTILE[kind].encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    answer = client.post(reverse("account_login"), {"login": text[:5000], "password": text[:5000]})
    assert answer.status_code == 200
