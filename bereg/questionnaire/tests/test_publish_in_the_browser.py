"""A new version comes by the page: read, refused or shown, and put in force by a second click."""

import io
import re
import zipfile
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.questionnaire import views_publish
from bereg.questionnaire.forms import LONGEST_SOURCE_B
from bereg.questionnaire.models import Version
from bereg.questionnaire.publishing import publish, publish_standard, standard_source
from bereg.questionnaire.queries import current_version, form_of
from bereg.questionnaire.sheets import as_workbook, read_text
from conftest import make_user
from tests.at_once import at_once, sending

UPLOAD, IN_FORCE = reverse("questionnaire:publish"), reverse("questionnaire:put_in_force")
SMALL = """| survey |
|---|---|---|---|
| | type | name | label |
| | select_one gull | gull | Which gull? |
| | text | where | Where was it? |

| choices |
|---|---|---|---|
| | list_name | name | label |
| | gull | grey | A grey one |
| | gull | white | A white one |
"""
OTHER = SMALL.replace("Where was it?", "On which rock?").replace(
    "| gull | white | A white one", "| gull | black | A black one"
)
WRONG = SMALL.replace("select_one gull", "select_one gul")


@pytest.fixture
def admin(centre: Centre) -> User:
    return make_user(centre, Role.ADMIN, "Admin")


@pytest.fixture
def page(admin: User, serve: None) -> Client:
    """An administrator, served by the user that serves: it may store versions."""
    client = Client()
    client.force_login(admin)
    return client


def upload(client: Client, content: str | bytes = SMALL, name: str = "new.md", **more: str) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, raw), **more})


def hidden(answer: Any) -> dict[str, str]:
    """Return what the second form of a preview would send."""
    fields = re.findall(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?', answer.content.decode())
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def press(client: Client, preview: Any) -> Any:
    sent = hidden(preview)
    return client.post(IN_FORCE, sent | {"source": sent["source"].replace("\n", "\r\n")})  # as browsers send it


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_a_file_is_shown_and_then_put_in_force(page: Client, admin: User, centre: Centre) -> None:
    publish_standard()
    preview = upload(page)
    assert preview.status_code == 200
    assert "2 new questions" in text_of(preview)
    assert "Which gull?" in text_of(preview)
    assert Version.objects.count() == 1  # nothing is kept by looking
    answer = press(page, preview)
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("questionnaire:current"))
    version = current_version(centre)
    assert (version.number, version.published_by, version.centre) == (2, admin, None)
    assert list(form_of(version).questions) == ["gull", "where"]
    assert Version.objects.get(pk=version.pk).source == SMALL  # letter by letter
    act = ChainedAct.objects.filter(action="questionnaire.published").latest("seq")
    assert (act.target, act.actor) == (str(version.pk), str(admin.pk))
    assert "Version 2 is in force for every centre without its own." in text_of(page.get(answer.headers["Location"]))


def test_a_workbook_comes_to_the_same_form(page: Client, centre: Centre) -> None:
    assert press(page, upload(page, as_workbook(read_text(SMALL)), "new.xlsx")).status_code == 302
    assert list(form_of(current_version(centre)).questions) == ["gull", "where"]


def test_what_a_workbook_of_ours_says_is_what_is_in_force(page: Client) -> None:
    """Handed out as a workbook and brought back untouched, no question is another one."""
    version = publish_standard()
    content = page.get(reverse("questionnaire:workbook", args=[version.pk])).content
    preview = text_of(upload(page, content, "same.xlsx"))
    assert "No question changes" in preview


def test_for_one_centre_alone(page: Client, centre: Centre, other_centre: Centre) -> None:
    common = publish_standard()
    assert press(page, upload(page, centre=str(centre.pk))).status_code == 302
    assert current_version(centre).centre == centre
    assert current_version(other_centre) == common
    assert str(centre) in text_of(upload(page, OTHER))  # which keeps its own, as is said before the click


def test_the_preview_says_what_changes(page: Client) -> None:
    publish(source=SMALL, centre=None, by=None)
    shown = text_of(upload(page, OTHER.replace("| text | where |", "| integer | where |")))
    assert "2 changed questions" in shown
    assert "wording: “Where was it?” becomes “On which rock?”" in shown
    assert "what it asks for" in shown
    assert "new choices: A black one (black)" in shown
    assert "choices that go: A white one (white)" in shown
    assert "1 question goes" in text_of(upload(page, SMALL.replace("| | text | where | Where was it? |\n", "")))


def test_what_is_left_out_is_said(page: Client) -> None:
    odk = SMALL.replace("| | type | name", "| | type | name").replace(
        "| | text | where", "| | deviceid | device | |\n| | text | where"
    )
    assert "survey, row 3: deviceid is what a device notes of itself; skipped" in text_of(upload(page, odk))


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (WRONG, "new.md", "survey, row 2"),
        ("no table at all", "new.md", "no table"),
        (SMALL, "new.exe", "this kind of file cannot be read"),
        (b"PK\x03\x04 broken", "new.xlsx", "no readable .xlsx workbook"),
        (b"\xff\xfe\x00", "new.md", "not UTF-8"),
        ("", "new.md", "This file is empty."),
        ("x" * (LONGEST_SOURCE_B + 1), "new.md", "larger than 900 kB"),
        ("\n" * (LONGEST_SOURCE_B - len(SMALL)) + SMALL, "new.md", "larger than 900 kB"),  # each line gains a sign
    ],
    ids=["wrong", "none", "kind", "broken", "letters", "empty", "huge", "many lines"],
)
def test_what_cannot_be_used_is_refused(page: Client, centre: Centre, content: Any, name: str, said: str) -> None:
    publish_standard()
    answer = upload(page, content, name, centre=str(centre.pk))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert f'<option value="{centre.pk}" selected' in text_of(answer)  # what was chosen stays
    assert Version.objects.count() == 1


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"a" * 5_000_000)
    return file.getvalue()


def macros() -> bytes:
    file = io.BytesIO(as_workbook(read_text(SMALL)))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"), [(bomb(), "unpacks to more"), (macros(), "macros")], ids=["bomb", "macros"]
)
def test_a_hostile_workbook_is_refused(page: Client, content: bytes, said: str) -> None:
    answer = upload(page, content, "new.xlsx")
    assert answer.status_code == 422
    assert said in text_of(answer)


def test_of_very_many_problems_some_are_shown(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_publish, "MOST_PROBLEMS", 2)
    row = "| | text | where | Where was it? |\n"
    shown = text_of(upload(page, SMALL.replace(row, row.replace("text", "txt") * 5)))
    assert "more problems." in shown


def test_two_presses_make_one_version(page: Client) -> None:
    preview = upload(page)
    assert [press(page, preview).status_code for _ in range(2)] == [302, 302]
    assert Version.objects.count() == 1
    assert ChainedAct.objects.filter(action="questionnaire.published").count() == 1


def test_what_is_in_force_has_nothing_to_publish(page: Client) -> None:
    publish(source=SMALL, centre=None, by=None)
    shown = text_of(upload(page))
    assert "There is nothing to publish." in shown
    assert ">Publish</button>" not in shown
    assert ">Publish</button>" in text_of(upload(page, OTHER))


@pytest.mark.parametrize("before", [None, SMALL], ids=["nothing", "another"])
def test_a_version_of_meanwhile_is_not_replaced_unseen(
    page: Client, centre: Centre, supervisor: User, before: str | None
) -> None:
    if before:
        publish(source=before, centre=None, by=None)
    preview = upload(page, OTHER)
    meanwhile = publish(source=standard_source(), centre=None, by=supervisor)
    answer = press(page, preview)
    assert answer.status_code == 409
    assert f"Meanwhile {supervisor.name} published another version" in text_of(answer)
    assert current_version(centre) == meanwhile
    assert press(page, answer).status_code == 302  # looked at once more
    assert list(form_of(current_version(centre)).questions) == ["gull", "where"]


def test_a_version_of_ones_own_centre_of_meanwhile_counts_too(page: Client, centre: Centre) -> None:
    publish_standard()
    preview = upload(page, centre=str(centre.pk))
    publish(source=OTHER, centre=centre, by=None)
    assert press(page, preview).status_code == 409


@pytest.mark.parametrize(
    "sent", [{}, {"source": ""}, {"source": WRONG, "instead_of": ""}, {"source": SMALL, "centre": "x"}]
)
def test_what_did_not_come_from_a_preview_is_refused(page: Client, sent: dict[str, str]) -> None:
    assert page.post(IN_FORCE, sent).status_code == 422
    assert not Version.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMIN])
def test_nobody_else_publishes(centre: Centre, role: Role) -> None:
    publish_standard()
    client = Client()
    client.force_login(make_user(centre, role, "Somebody"))
    assert upload(client).status_code == 403
    assert client.post(IN_FORCE, {"source": SMALL, "instead_of": ""}).status_code == 403
    assert UPLOAD not in text_of(client.get(reverse("questionnaire:current")))
    assert Version.objects.count() == 1


def test_the_page_leads_there(page: Client) -> None:
    assert UPLOAD in text_of(page.get(reverse("questionnaire:current")))


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_time_one_is_told(centre: Centre, admin: User) -> None:
    publish_standard()
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(admin)
    sent = [hidden(upload(browser, content)) for browser, content in zip(browsers, (SMALL, OTHER), strict=True)]
    answers = at_once(*(sending(browser, IN_FORCE, each) for browser, each in zip(browsers, sent, strict=True)))
    assert sorted(map(str, answers)) == ["302", "409"]
    assert Version.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_time_make_one_version(centre: Centre, admin: User) -> None:
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(admin)
    sent = hidden(upload(browsers[0]))
    assert at_once(*(sending(browser, IN_FORCE, sent) for browser in browsers)) == [302, 302]
    assert Version.objects.count() == 1
