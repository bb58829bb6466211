"""What a column of an uploaded register becomes, said by forms: no line of a mapping is written by hand."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.importing import sealed_upload
from bereg.importing.key_pattern import KeyPattern
from bereg.importing.mapping_editor import MappingEditor, with_codes
from bereg.importing.models import RegisterImport
from bereg.questionnaire.publishing import publish_standard
from conftest import make_user
from tests.importing import MAPPING

REGISTER = """No;Day;Who;Agreed;About;Lost
1;03.02.2020;woman;yes;papers;a
2;14.02.2020;man;no;wages, papers;b
3;15.02.2020;wman;yes;wages;c
"""


@pytest.fixture
def page(centre: Centre, settings: Any, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    publish_standard()
    chief = make_user(centre, Role.SUPERVISOR, "Chief")
    chief.language = "en"
    chief.save()
    client = Client()
    client.force_login(chief)
    file = SimpleUploadedFile("old.csv", REGISTER.encode())
    answer = client.post(reverse("importing:imports"), {"file": file, "centre": str(centre.pk)})
    assert answer.status_code == 302, answer.content.decode()
    return client


def register() -> RegisterImport:
    return RegisterImport._base_manager.get()


def mapping() -> dict[str, Any]:
    found = register()
    return tomllib.loads(sealed_upload.mapping_of(found, by=found.person))


def column(number: int) -> str:
    return reverse("importing:column", args=[register().pk, number])


def keep(page: Client, number: int, **chosen: str) -> Any:
    """Send the form of a column as it stands, with other choices."""
    form = page.get(column(number)).context["form"]
    standing = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in {**standing, **chosen}.items() if value not in {None, False}}
    return page.post(column(number), {**sent, "version": str(register().version)})


def test_the_columns_are_listed_with_what_was_guessed(page: Client) -> None:
    listed = page.get(reverse("importing:mapping", args=[register().pk])).context["looked"].columns
    assert [each.name for each in listed] == ["No", "Day", "Who", "Agreed", "About", "Lost"]
    assert listed[0].uses == ["key"]
    assert listed[1].uses == ["Date"]


def test_a_column_becomes_something_and_its_values_are_asked_next(page: Client) -> None:
    answer = keep(page, 4, use="consent")
    assert answer["Location"] == column(4)
    assert mapping()["consent"]["column"] == "Agreed"
    assert "Agreed" not in mapping()["ignore"]
    form = page.get(column(4)).context["form"]
    assert [value for _name, value in form.values] == ["yes", "no"]
    keep(page, 4, **{"v-0": "yes", "v-1": "no"})
    assert mapping()["consent"]["table"] == {"yes": "yes", "no": "no"}


def test_a_value_gets_its_code(page: Client) -> None:
    keep(page, 3, use="answers.gender")
    form = page.get(column(3)).context["form"]
    chosen = {name: "male" if value == "man" else "female" for name, value in form.values}
    assert keep(page, 3, **chosen).status_code == 302
    assert mapping()["answers"]["gender"]["table"] == {"man": "male", "wman": "female", "woman": "female"}


def test_several_values_in_a_cell_are_parted(page: Client) -> None:
    keep(page, 5, use="topics")
    keep(page, 5, split=",")
    form = page.get(column(5)).context["form"]
    assert [value for _name, value in form.values] == ["papers", "wages"]


def test_a_column_is_left_out_on_purpose_or_made_the_key(page: Client) -> None:
    keep(page, 6, use="-")
    assert "Lost" in mapping()["ignore"]
    keep(page, 6, use="-", is_key="on")
    assert "Lost" in mapping()["key"]
    keep(page, 2, use="-")
    shown = page.get(reverse("importing:mapping", args=[register().pk]))
    assert "Date: no column says it yet. Open the one that does." in shown.context["looked"].mistakes


def test_what_no_column_says_is_chosen_for_every_row(page: Client) -> None:
    address = reverse("importing:mapping", args=[register().pk])
    sent = {"source": "old", "consent": "yes", "contact.channel": "letter", "version": "1"}
    assert page.post(address, sent).status_code == 302
    assert mapping()["consent"] == {"constant": "yes"}
    assert mapping()["contact"]["channel"] == {"constant": "letter"}
    assert page.post(address, sent).status_code == 302  # the same once more changes nothing
    stale = page.post(address, {**sent, "consent": "no"})
    assert stale.status_code == 409
    assert mapping()["consent"] == {"constant": "yes"}


def test_a_column_of_an_old_page_keeps_what_was_chosen(page: Client) -> None:
    keep(page, 6, use="-")
    answer = page.post(column(4), {"use": "consent", "version": "0"})
    assert answer.status_code == 409
    assert answer.context["form"]["use"].value() == "consent"
    assert "column" not in mapping()["consent"]


def test_a_column_that_is_not_there_leads_back(page: Client) -> None:
    assert page.get(column(99)).status_code == 302


def test_a_mapping_is_the_same_after_it_was_written_anew() -> None:
    assert MappingEditor(MappingEditor(MAPPING).text).data == tomllib.loads(MAPPING)
    odd = 'a = ["x", "y\\"z"]\nb = true\n[c."d e".f]\ng = { "ü, v" = "", "w" = ["k", "l"] }\nn = [1, 2]\n'
    assert MappingEditor(MappingEditor(odd).text).data == tomllib.loads(odd)


def test_a_value_spelt_otherwise_is_the_same_value() -> None:
    standing = {"Woman": "male", "man": "male", "both": ["a", "b"]}
    assert with_codes(standing, {"woman ": "female", "both": None}, "") == {
        "man": "male",
        "both": ["a", "b"],
        "woman ": "female",
    }


@pytest.mark.parametrize(
    "written",
    [
        '[topics]\ncolumn = "About"\nsplit = true\n',
        '[topics]\ncolumn = "About"\nsplit = 5\ndefault = [1]\n',
        '[topics]\ncolumn = "About"\nsplit = ["a"]\n[topics.table]\npapers = 1\n',
        '[answers.gender]\ncolumn = "About"\nsplit = true\n',
        'contact = "x"\n',
        'contact = ["x"]\nanswers = 1\n',
        '[contact]\ndate = { column = "Day", formats = [[1]] }\n',
        '[contact]\ndate = { column = "Day", formats = 1 }\n',
        f"deep = {'[' * 600}{']' * 600}\n",
        f"{'.'.join('a' * 2000)} = 1\n",
        "source = 5\nkey = 1\nignore = [[1]]\n",
    ],
)
def test_a_text_with_anything_in_it_is_shown_with_its_mistakes(page: Client, written: str) -> None:
    address = reverse("importing:text", args=[register().pk])
    page.post(address, {"mapping": written, "version": "1"})
    assert page.get(reverse("importing:mapping", args=[register().pk])).context["looked"].lines
    for number in range(1, 7):
        column = reverse("importing:column", args=[register().pk, number])
        page.get(column)
        page.post(column, {"version": "2", "use": "-"})
    typed = {"version": str(register().version), "source": "old", "consent": "", "contact.channel": ""}
    page.post(reverse("importing:mapping", args=[register().pk]), typed)
    page.post(reverse("importing:begin", args=[register().pk]), {"version": str(register().version)})


def test_a_column_with_a_wrong_sign_between_its_values_is_mended_by_its_form(page: Client) -> None:
    address = reverse("importing:text", args=[register().pk])
    page.post(address, {"mapping": '[topics]\ncolumn = "About"\nsplit = true\n', "version": "1"})
    keep(page, 5, use="topics", split=",")
    assert mapping()["topics"]["split"] == ","


def test_no_pattern_of_a_key_takes_longer_than_its_cell_is_long() -> None:
    pattern = KeyPattern(r"(\d+)+x")
    assert not pattern.matches("1" * 5_000)
    assert pattern.matches("1" * 5_000 + "x")
    assert not pattern.matches("1x\n1x")
    for wrong in ("[", "a)(b", r"(?=a)", r"(a)\1", r"\bМСК"):
        with pytest.raises(ValueError, match="regular expression"):
            KeyPattern(wrong)


@pytest.mark.parametrize(
    ("pattern", "cell"),
    [
        (r"\w+-\d+", "МСК-12"),
        (r"\w{3}/\d+", "ЖУР/7"),
        (r"\S+\s\d+", "№\u00a012"),
        (r"[\w.]+[^\W\d]", "М.Ж.Я"),
        (r"[\D]+[\s\d]+", "Ж \u0661\u00a02"),
        (r"[^]\s]+\W[\S]+[\W]", "Ж№Ж-"),
        (r"[]\w-]+[[]\d{,2}\Z", "Ж]-[12"),
        (r"[[:alpha:]\d]+\\d", "a1\\d"),
        ("(?i)мск", "МСК"),
    ],
)
def test_a_pattern_of_a_key_knows_the_letters_of_every_script(pattern: str, cell: str) -> None:
    assert KeyPattern(pattern).matches(cell)
    assert not KeyPattern(pattern).matches(cell + "\u00a0ж")


def test_no_class_in_a_pattern_becomes_the_end_of_a_range() -> None:
    assert not KeyPattern(r"[\w-я]").matches("`")
    for wrong in (r"[.-\w]", r"[!-\s]"):
        with pytest.raises(ValueError, match="regular expression"):
            KeyPattern(wrong)
