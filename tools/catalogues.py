"""Keep the translation catalogues in step with the code: `python -m tools.catalogues update|check|merge FILE...`.

English, the language of the code, needs no catalogue. Russian has every text, Uzbek and Tajik those of the public
pages. `update` collects the texts and keeps every translation; `check` fails on a text that is not translated; `merge`
fills translations in from JSON files of the shape {"English": "translation"} or, for a text that has a plural,
{"English": ["one", "few", "many"]}.
"""

import argparse
import datetime as dt
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "bereg"
EVERYTHING = ("",)
# What the public pages and the published files say: all that is asked of a language that the staff does not speak.
PUBLIC = (
    "bereg/public_site/",
    "bereg/centres/languages.py",
    "bereg/agencies/choices.py",
    "bereg/agencies/wording.py",
    "bereg/publications/addressees.py",
    "bereg/publications/changes.py",
    "bereg/publications/formats/",
    "bereg/publications/how_people_learnt.py",
    "bereg/publications/omitted_tables.py",
    "bereg/publications/work_results.py",
    "bereg/publications/periods.py",
    "bereg/publications/publisher.py",
    "bereg/publications/sentences.py",
    "bereg/centres/kinds.py",
    "bereg/centres/wording.py",
    "bereg/contacts/channels.py",
    "bereg/publishing/naming.py",
    "bereg/counting/wording.py",
    "bereg/directory/choices.py",
    "bereg/directory/opening_hours.py",
    "bereg/guides/fill_form.py",
    "bereg/guides/choices.py",
    "bereg/guides/templates/guides/fill_fields.html",
    "bereg/reference/wording.py",
    "bereg/core/languages.py",
    "bereg/core/templates/404.html",
    "bereg/consultations/choices.py",
    "bereg/dangers/matter_columns.py",
    "bereg/persons/matter_columns.py",
    "bereg/quotas/sentence_to_say.py",
    "bereg/web_questions/",
    *(
        f"bereg/core/templates/core/{name}.html"
        for name in ("base", "public", "demonstration", "dialogue", "error", "problems")
    ),
)
LANGUAGES = {"ru": EVERYTHING, "uz": PUBLIC, "tg": PUBLIC}  # with the files whose texts it has
HEADER = "# The texts of Bereg. Written by `make catalogues`; only the translations are edited by hand."
AWAITING = {
    "uz": "# Uzbek in Latin letters (oʻ and gʻ with U+02BB, the apostrophe U+02BC). Awaiting a native reader.",
    "tg": "# Tajik. Awaiting a native reader.",
}
DATED = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # a real date would change the file at every run

_NAMES = {
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
KEYWORDS = {
    "_": None,
    "gettext_noop": None,
    **_NAMES,
    **{f"{name}_lazy": spec for name, spec in _NAMES.items()},
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


def po_path(language: str) -> Path:
    """Return the file that holds one language."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def sources(language: str = "ru") -> Iterator[tuple[str, bytes]]:
    """Every file that may hold a text of a language, as Python: a template is rewritten by Django's own reader."""
    return ((name, source) for name, source in _files() if name.startswith(LANGUAGES[language]))


def _files() -> Iterator[tuple[str, bytes]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "tests" not in path.parts and "migrations" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), path.read_bytes()
    for path in sorted(PACKAGE.rglob("templates/**/*")):
        if path.is_file():
            name = path.relative_to(ROOT).as_posix()
            lines = templatize(path.read_text(encoding="utf-8"), name).splitlines()
            # Indentation means nothing in a template, and much to Python's reader.
            yield name, "\n".join(line.strip() for line in lines).encode()


def collect(language: str = "ru") -> Catalog:
    """Return every text that a language must have, with the files that use it; Russian has them all."""
    found = Catalog(charset="utf-8", creation_date=DATED)
    for name, source in sources(language):
        noted: tuple[int, list[str]] = (0, [])
        for line, function, texts, comments in extract_python(io.BytesIO(source), KEYWORDS, ("Translators",), {}):
            given = [texts] if isinstance(texts, str) else list(texts or ())
            context = given.pop(0) if "pgettext" in function else None
            words = [text for text in given if text]
            own = list(comments or ())
            noted = (line, own) if own or line != noted[0] else noted
            if words:
                identity = tuple(words[:2]) if "ngettext" in function or "npgettext" in function else words[0]
                found.add(
                    identity, locations=[(name, 0)], auto_comments=_notes(words[0], noted[1], own), context=context
                )
    return found


def _notes(text: str, of_line: list[str], own: list[str]) -> list[str]:
    """Return the notes for translators on a text: those that name it, and those right before it that name none."""
    return [note for note in of_line if f"“{text}”" in note or (note in own and "“" not in note)]


def stored(language: str) -> Catalog:
    """Return one language's catalogue, empty where there is none yet."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """Return the texts of today with the translations known so far; nothing is guessed from a similar text."""
    old, fresh = (
        stored(language),
        Catalog(
            locale=language,
            project="Bereg",
            version="main",
            msgid_bugs_address="see CONTRIBUTING.md",
            header_comment="\n".join(filter(None, (HEADER, AWAITING.get(language)))),
            last_translator="the authors of Bereg",
            language_team=language,
            creation_date=DATED,
            revision_date=DATED,
            fuzzy=False,
        ),
    )
    for message in collect(language):
        if message.id:
            known = old.get(_key(message), message.context)
            same_shape = known and isinstance(known.id, tuple | list) == isinstance(message.id, tuple | list)
            fresh.add(
                message.id,
                known.string if known and same_shape else "",
                locations=message.locations,
                auto_comments=message.auto_comments,
                context=message.context,
            )
    return fresh


def save(language: str, catalogue: Catalog) -> None:
    """Write one language's file, in an order that does not depend on who wrote which text first."""
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, sort_by_file=True, include_lineno=False, ignore_obsolete=True)


def merge(language: str, translations: dict[str, str | list[str]]) -> list[str]:
    """Fill translations in; return the texts among them that the program does not use."""
    catalogue, unused = updated(language), []
    for text, translation in translations.items():
        hits = [message for message in catalogue if message.id and _key(message) == text]
        if not hits:
            unused.append(text)
        for message in hits:
            message.string = tuple(translation) if isinstance(translation, list) else translation
    save(language, catalogue)
    return unused


def problems(language: str) -> list[str]:
    """Say, one line each, what keeps a catalogue from being complete."""
    catalogue, wanted = stored(language), collect(language)
    known = {(_key(message), message.context) for message in catalogue}
    found = [f"missing: {_key(one)!r}" for one in wanted if one.id and (_key(one), one.context) not in known]
    for message in catalogue:
        if message.id:
            found += [f"{problem}: {_key(message)!r}" for problem in _faults(message, catalogue, wanted)]
    found += [f"obsolete: {_key(message)!r}" for message in catalogue.obsolete.values()]
    return [f"{language}: {line}" for line in found]


def _faults(message: Message, catalogue: Catalog, wanted: Catalog) -> Iterator[str]:
    if wanted.get(_key(message), message.context) is None:
        yield "obsolete"
    if message.fuzzy:
        yield "fuzzy"
    texts = message.id if isinstance(message.id, tuple | list) else (message.id,)
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if not all(forms) or len(forms) != (catalogue.num_plurals if len(texts) > 1 else 1):
        yield "not translated"
        return
    allowed = set().union(*(PLACEHOLDER.findall(text) for text in texts))
    # A singular may leave the number out ("one call"); nothing may bring a name that is not there.
    needed = set.intersection(*(set(PLACEHOLDER.findall(text)) for text in texts))
    if any(not needed <= set(PLACEHOLDER.findall(form or "")) <= allowed for form in forms):
        yield "placeholders differ"


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else message.id


def main(arguments: list[str]) -> int:
    """Return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.catalogues", description=__doc__)
    parser.add_argument("act", choices=("update", "check", "merge"))
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE.json")
    parser.add_argument("--language", choices=LANGUAGES, default="ru", help="into which catalogue to merge")
    options = parser.parse_args(arguments)
    if not settings.configured:
        settings.configure()  # templatize reads one setting, none of ours
    lines = []
    if options.act == "merge":
        known = {}
        for path in options.files:
            known.update(json.loads(path.read_text(encoding="utf-8")))
        lines += [f"{options.language}: not used: {text!r}" for text in merge(options.language, known)]
    for language in LANGUAGES if options.act != "merge" else ():
        if options.act == "update":
            save(language, updated(language))
        else:
            lines += problems(language)
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return int(options.act == "check" and bool(lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
