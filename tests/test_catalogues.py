"""Every text is translated, and the tool that says so can say the opposite."""

import ast
import json
import re
from pathlib import Path

import pytest
from django.conf import settings

from bereg.core.languages import AWAITING
from tools import catalogues


def test_every_text_is_translated() -> None:
    assert [line for language in catalogues.LANGUAGES for line in catalogues.problems(language)] == []


def test_no_text_is_read_by_a_name_that_the_tool_does_not_know() -> None:
    code = "".join(source.decode() for _, source in catalogues.sources())
    assert set(re.findall(r"gettext\w* as (\w+)", code)) <= set(catalogues.KEYWORDS)


def test_no_text_is_asked_for_within_a_pattern_of_another() -> None:
    """Before Python 3.12 the reader of texts sees such a pattern as one word, and the text would stay English."""
    asked = [
        f"{name}:{call.lineno}"
        for name, source in catalogues.sources()
        if name.endswith(".py")
        for pattern in ast.walk(ast.parse(source))
        if isinstance(pattern, ast.JoinedStr)
        for call in ast.walk(pattern)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in catalogues.KEYWORDS
    ]
    assert asked == []


def test_every_public_language_has_its_catalogue_and_says_in_both_places_whom_it_awaits() -> None:
    assert {*catalogues.LANGUAGES, "en"} == set(dict(settings.PUBLIC_LANGUAGES))
    assert set(catalogues.AWAITING) == AWAITING


# Short texts that mean two things in English: a translator, who sees no page, is told which.
AMBIGUOUS = {
    "Hold",
    "Open",
    "Record",
    "Kept",
    "Held",
    "Share",
    "Base",
    "Figure",
    "Exact",
    "Source",
    "Look",
    "Mine",
    "runs",
}


def test_a_short_text_that_means_two_things_carries_a_note_for_translators() -> None:
    for language in catalogues.LANGUAGES:
        catalogue = catalogues.stored(language)
        known = [message for word in AMBIGUOUS if (message := catalogue.get(word))]
        assert [message.id for message in known if not message.auto_comments] == [], language
    assert all(catalogues.stored("ru").get(word) for word in AMBIGUOUS)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of two small files, with no catalogue yet."""
    pages = tmp_path / "desk" / "templates" / "desk"
    pages.mkdir(parents=True)
    (tmp_path / "desk" / "views.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        'title = _("Today")\n'
        'def count(n): return ngettext("%(n)s call", "%(n)s calls", n) % {"n": n}\n'
        "# Translators: on a calendar.\n"
        'short = pgettext("month", "May")\n'
    )
    (pages / "today.html").write_text(
        "{% load i18n %}\n"
        '    <p title="{% translate "Open now" %}">{{ name|default:_("nobody") }}</p>\n'
        "{# Translators: a state of a line. #}\n"
        '    <p>{% translate "Closed" %}</p>\n'
        "{# Translators: “Open”: a verb. #}\n"
        '    <p>{% translate "Save" %} {% translate "Open" %}</p>\n'
        "  {% comment %}It's \"left out{% endcomment %}\n"
        "{% blocktranslate trimmed %}\n  Call\n  {{ who }}\n{% endblocktranslate %}\n"
        "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}\n"
    )
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "PACKAGE", tmp_path)
    return tmp_path


TRANSLATIONS: dict[str, str | list[str]] = {
    "Today": "Сегодня",
    "%(n)s call": ["%(n)s звонок", "%(n)s звонка", "%(n)s звонков"],
    "May": "май",
    "Open now": "Сейчас открыто",
    "nobody": "никто",
    "Closed": "Закрыто",
    "Save": "Сохранить",
    "Open": "Открыть",
    "Call %(who)s": "Позвоните: %(who)s",
    "%(n)s day": ["%(n)s день", "%(n)s дня", "%(n)s дней"],
}


def test_texts_are_found_in_code_and_in_templates(package: Path) -> None:
    problems = catalogues.problems("ru")
    assert problems == [f"ru: missing: {text!r}" for text in TRANSLATIONS]


def test_notes_for_translators_come_along(package: Path) -> None:
    """Of several texts in a line a note belongs to the one that it names."""
    notes = {message.id: message.auto_comments for message in catalogues.collect("ru")}
    assert notes["May"] == ["Translators: on a calendar."]
    assert notes["Closed"] == ["Translators: a state of a line."]
    assert (notes["Open"], notes["Save"]) == (["Translators: “Open”: a verb."], [])


def test_a_full_catalogue_is_without_fault_and_stays_so(package: Path) -> None:
    assert catalogues.merge("ru", TRANSLATIONS | {"Gone": "Нет"}) == ["Gone"]
    written = catalogues.po_path("ru").read_bytes()
    assert catalogues.problems("ru") == []
    catalogues.save("ru", catalogues.updated("ru"))
    assert catalogues.po_path("ru").read_bytes() == written
    assert b"nplurals=3" in written


@pytest.mark.parametrize(
    ("text", "translation", "fault"),
    [
        ("Today", "", "not translated"),
        ("Call %(who)s", "Позвоните", "placeholders differ"),
        ("Call %(who)s", "Позвоните: %(whom)s", "placeholders differ"),
        ("%(n)s day", ["%(n)s день", "%(n)s дня", ""], "not translated"),
    ],
)
def test_a_fault_is_named(package: Path, text: str, translation: str | list[str], fault: str) -> None:
    catalogues.merge("ru", TRANSLATIONS | {text: translation})
    assert catalogues.problems("ru") == [f"ru: {fault}: {text!r}"]


def test_fuzzy_and_forgotten_texts_are_named(package: Path) -> None:
    catalogues.merge("ru", TRANSLATIONS)
    path = catalogues.po_path("ru")
    changed = path.read_text().replace('msgid "Today"', '#, fuzzy\nmsgid "Today"')
    path.write_text(f'{changed}\nmsgid "Left behind"\nmsgstr "Забыто"\n')
    assert catalogues.problems("ru") == ["ru: fuzzy: 'Today'", "ru: obsolete: 'Left behind'"]


def test_the_command_fills_in_and_answers_with_its_exit_code(
    package: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "words.json"
    file.write_text(json.dumps(TRANSLATIONS, ensure_ascii=False))
    assert catalogues.main(["check"]) == 1
    assert "missing: 'Today'" in capsys.readouterr().err
    assert catalogues.main(["merge", str(file)]) == 0
    assert catalogues.main(["check"]) == 0


def test_a_language_of_the_public_alone_needs_the_texts_of_the_public_pages_and_no_others(package: Path) -> None:
    """And says at the head of its file that nobody whose language it is has read it."""
    pages = package / "bereg" / "public_site"
    pages.mkdir(parents=True)
    (pages / "views.py").write_text('title = _("Figures")\n')
    assert catalogues.problems("tg") == ["tg: missing: 'Figures'"]
    assert "ru: missing: 'Figures'" in catalogues.problems("ru")
    catalogues.merge("tg", {"Figures": "Нишондиҳандаҳо"})
    assert catalogues.problems("tg") == []
    assert "Awaiting a native reader" in catalogues.po_path("tg").read_text()
