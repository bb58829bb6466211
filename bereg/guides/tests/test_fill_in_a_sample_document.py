"""A sample document is filled in on a page that stores nothing, and comes out as a PDF in two languages."""

import io
import logging
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connections
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from bereg.accounts.models import User
from bereg.guides.fields import LinesOfFields, fields_of
from bereg.guides.fill_form import languages_of, pairs_of
from bereg.guides.filled_document import document_of, explanation_of, filled
from bereg.guides.first_contents import first_contents
from bereg.guides.reference_kind import SAMPLE
from bereg.guides.sample import content_of
from bereg.guides.tests.conftest import BLANKS, RUSSIAN
from bereg.reference.actions import write
from bereg.reference.drafts import EntryDraft
from bereg.reference.models import ReferenceEntry
from bereg.reference.queries import newest
from bereg.reference.texts import Text

HOSTILE = '#panic("x") $x$ *b* _i_ `c` @a <b> \\ "q" \' // { } {begins} #import "/etc/passwd" {{ x }} {% now "Y" %}'
TYPED = {
    "blank-worker": "Работник 01",
    "blank-begins": "2008-11-03",
    "blank-wage": "12 000,50",
    "blank-lodging": "вагон",
}


def text_of(answer: Any) -> str:
    """Return what a PDF says; where a line breaks says nothing."""
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def rows() -> dict[str, int]:
    """Count the rows of every table but the sessions, which a sign-in writes."""
    found = {}
    for alias in connections:
        for name in connections[alias].introspection.table_names():
            if "session" not in name:
                with connections[alias].cursor() as cursor:
                    cursor.execute(f"SELECT count(*) FROM {connections[alias].ops.quote_name(name)}")  # noqa: S608
                    found[f"{alias} {name}"] = cursor.fetchone()[0]
    return found


@pytest.fixture
def page(sample_document: ReferenceEntry) -> str:
    return reverse("guides:fill", args=[sample_document.pk])


def test_it_comes_out_in_two_languages(desk: Client, page: str) -> None:
    answer = desk.post(page, TYPED | {"second": "en"})
    said = text_of(answer)
    assert "Я, Работник 01, начну 3 ноября 2008 г." in said
    assert "I, Работник 01, begin on Nov. 3, 2008." in said
    assert "Жильё: вагон" in said
    assert "Пояснение" not in said
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_translation_older_than_its_text_is_printed_beside_nothing(sample_document: ReferenceEntry) -> None:
    version = sample_document.published
    assert version
    first, *others = languages_of(version)
    assert pairs_of(version) == [(first, other) for other in others]
    version.texts[others[0]]["of"], version.texts[first]["of"] = 1, 2
    for other in others[1:]:
        version.texts[other]["of"] = 2
    assert pairs_of(version) == ([(first, other) for other in others[1:]] or [(first, first)])


def test_nothing_is_stored_and_nothing_logged(desk: Client, page: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk.get(page)
    before = rows()
    empty = desk.get(page)
    assert desk.post(page, TYPED | {"blank-worker": "Nobody-must-keep-this"}).status_code == 200
    wrong = desk.post(page, TYPED | {"blank-worker": "Nobody-must-keep-this", "blank-begins": "soon"})
    assert wrong.status_code == 422
    assert rows() == before
    assert "Nobody-must-keep-this" not in caplog.text
    assert "Nobody-must-keep-this" not in desk.get(page).content.decode()
    assert "no-store" in empty["Cache-Control"]


def test_nothing_typed_is_a_command(desk: Client, page: str) -> None:
    said = text_of(desk.post(page, TYPED | {"blank-worker": HOSTILE}))
    assert said.replace(" ", "").count(HOSTILE.replace(" ", "")) == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("worker", "x" * 10_000),
        ("worker", "كارگر"),
        ("lodging", "你好"),
        ("lodging", "x" * 10_000),
        ("begins", "9999-99-99"),
        ("begins", "0001-01-01"),
        ("wage", "1e400"),
        ("wage", "NaN"),
    ],
)
def test_what_cannot_be_printed_is_said_beside_its_field(desk: Client, page: str, name: str, value: str) -> None:
    answer = desk.post(page, TYPED | {f"blank-{name}": value})
    assert answer.status_code == 422
    assert f'href="#id_blank-{name}"' in answer.content.decode()


def test_a_long_answer_of_many_lines_is_printed_whole(desk: Client, page: str) -> None:
    lines = "\r\n".join(f"строка {number}\tи ещё" for number in range(150))
    said = text_of(desk.post(page, TYPED | {"blank-lodging": lines, "blank-worker": "\u202eгругоб"}))
    assert said.count("строка 149 и ещё") == 2
    assert "Я, гругоб, начну" in said


def test_what_is_empty_is_a_line_or_leaves_its_paragraph_out(desk: Client, page: str) -> None:
    said = text_of(desk.post(page, {}))
    assert "Жильё" not in said
    assert "Я, , начну" in said
    blanks = fields_of({"blanks": LinesOfFields().clean(BLANKS)})
    pieces = [piece.text for paragraph in filled(RUSSIAN, blanks, {}) for piece in paragraph.pieces]
    assert pieces == ["Договор", "Я, ", None, ", начну ", None, ". Плата: ", None, ".", None]


def test_only_who_looks_things_up_fills_in(client: Client, page: str, operator: User) -> None:
    assert client.post(page, TYPED).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(operator)
    assert strict.post(page, TYPED).status_code == 403


@pytest.mark.once("it uses no database")
@pytest.mark.parametrize(
    "lines",
    [
        "worker",
        "worker | song | en: A",
        "Worker | text | en: A",
        "a | text",
        "a | text | en:",
        "a | text | en: A\n" * 2,
    ],
)
def test_fields_that_cannot_be_read_are_refused(lines: str) -> None:
    with pytest.raises(ValidationError):
        LinesOfFields().clean(lines)


@pytest.mark.once("it uses no database")
def test_fields_are_shown_as_they_were_written() -> None:
    field = LinesOfFields()
    assert field.prepare_value(field.clean(BLANKS)) == BLANKS.strip()


def test_the_page_of_an_entry_names_each_blank_by_its_label(desk: Client, sample_document: ReferenceEntry) -> None:
    page = reverse("reference:entry", args=[sample_document.pk])
    for language, labels in (("ru", ("Работник", "Первый день", "Подпись")), ("en", ("Worker", "Wage", "Signature"))):
        said = desk.get(page, {"language": language}).content.decode()
        assert [label for label in labels if f'<span class="blank">[{label}]</span>' not in said] == []
        assert "{worker}" not in said


def test_who_checks_a_document_reads_its_labels_and_sees_a_slip(
    client: Client, supervisor: User, sample_document: ReferenceEntry
) -> None:
    slipped = {"en": Text("Contract", body="I, {worker}, and {employee}."), "ru": Text("Договор", body="{worker}")}
    draft = EntryDraft("ru", slipped, content=newest(sample_document).content, is_public=True)
    write(kind=SAMPLE.code, entry=sample_document, draft=draft, seen=1, by=supervisor)
    client.force_login(supervisor)
    said = client.get(reverse("reference:work", args=[sample_document.pk])).content.decode()
    assert 'I, <span class="blank">[Worker]</span>, and {employee}.' in said
    assert '<span class="blank">[Работник]</span>' in said


@pytest.mark.once("it uses no database")
def test_the_first_documents_ask_in_every_language_of_the_public_pages() -> None:
    asked = [blank for first in first_contents() for blank in fields_of(content_of(first))]
    assert len(asked) > 40
    spoken = {language for language, _name in settings.PUBLIC_LANGUAGES}
    assert [blank.name for blank in asked if set(blank.labels) != spoken] == []
    assert [blank.name for blank in asked if len(set(blank.labels.values())) < len(spoken)] == []  # none is a copy


@pytest.mark.once("it uses no database")
def test_the_first_documents_use_each_of_their_fields_in_every_language() -> None:
    for first in first_contents():
        blanks: list[Any] = fields_of(content_of(first))
        for language, text in first.texts.items() if blanks else ():
            paragraphs = filled(text.body, blanks, {blank.name: f"<{blank.name}>" for blank in blanks})
            said = [piece.text for paragraph in paragraphs for piece in paragraph.pieces]
            assert {f"<{blank.name}>" for blank in blanks} <= set(said), (first.key, language)
            assert not any("{" in (piece or "") for piece in said), (first.key, language)
            assert explanation_of(text.body)
            assert document_of(text.body)
