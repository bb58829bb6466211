"""A canary in `bereg release export`: of a shelter nothing stands in any file, nor in what is packed into one.

The command is the real one, beside a published release with its workbooks, archives and documents. Whatever a form asks
of an organisation, a service or a text is a canary here, so that a field to come is one too.
"""

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django import forms
from django.core.management import call_command
from django.test import Client
from pypdf import PdfReader

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.directory.choices import HIDDEN
from bereg.directory.fields import ByLanguage
from bereg.directory.sample import sample
from bereg.guides.fields import LinesOfFields
from bereg.guides.tests.conftest import BLANKS
from bereg.public_site.tests.in_force import guide, put_in_force
from bereg.publications.tests.released import publish
from bereg.reference import actions
from bereg.reference.drafts import EntryDraft
from bereg.reference.kinds import kinds
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.texts import Text
from conftest import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.once("what is written does not depend on the database")]
CANARY, NUMBER, REGION = "zimorodok", "88009991701", "RU-CHU"  # where nothing else of these tests is
SHOWN = "Invented union of cooks"
OF_FORM: dict[str, Any] = {
    "phones": ["8 800 999-17-01"],
    "mail": f"{CANARY}@example.org",
    "web": f"https://{CANARY}.example.org/",
    "hsds": {"alert": CANARY},  # no field asks for it: what a foreign file said besides
}
Publishing = Callable[..., ReferenceEntry]


@pytest.fixture
def people(centre: Centre) -> list[User]:
    return [make_user(centre, role, f"One {role}") for role in (Role.EDITOR, Role.LAWYER, Role.SUPERVISOR)]


@pytest.fixture
def in_force(people: list[User]) -> Publishing:
    """Return what puts an entry, or a newer version, in force through three people, with the public ticked."""

    def put(kind: str, key: str, title: str = CANARY, entry: Any = None, **content: Any) -> ReferenceEntry:
        author, checker, publisher = people
        number = entry.number if entry else 0
        texts = {language: Text(f"{title} {language}", title, title) for language in ("ru", "en", "uz", "tg")}
        draft = EntryDraft("ru", texts, content=content, is_public=True, regions=(REGION,), source=title)
        made = actions.write(kind=kind, key=key, draft=draft, entry=entry, seen=number, by=author)
        actions.check(entry=made, number=made.number, by=checker)
        actions.publish(entry=made, number=made.number, by=publisher)
        made.refresh_from_db()
        return made

    return put


@pytest.fixture
def released(centre: Centre, settings: Any) -> None:
    """Publish figures, a document, a guide and an organisation, of which the export has to hold all."""
    settings.ADDRESS = "https://help.example.org"  # pages describe themselves to programs where it is known
    publish()
    guide(SHOWN)
    put_in_force("sample", {"en": Text(SHOWN, body="{worker}")}, {"blanks": LinesOfFields().clean(BLANKS)})
    put_in_force("organisation", {"en": Text(SHOWN)}, {"sort": "diaspora", "phones": ["8 800 000 00 21"]})


def everything(kind: str) -> dict[str, Any]:
    """Fill in each field of a form with a canary, as far as its kind takes one."""
    found = dict(OF_FORM)
    for name, field in kinds()[kind].form().fields.items():
        if isinstance(field, ByLanguage):
            found[name] = {language: f"{CANARY} {language}" for language in ("ru", "en", "uz", "tg")}
        elif type(field) is forms.CharField and name not in {"zone", "organisation", "do_not_refer"}:
            found.setdefault(name, CANARY)
    return found


def export(folder: Path) -> dict[str, str]:
    """Run the command; return each file, and each file inside a file, with its name as text that hides nothing."""
    call_command("release", "export", str(folder), stdout=io.StringIO())
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {
        name: readable(f"{name}\n{text}")
        for path in files
        for name, text in read(str(path.relative_to(folder)), path.read_bytes())
    }


def read(name: str, content: bytes) -> Iterator[tuple[str, str]]:
    """Yield a file as text; of an archive or a workbook each file in it, of a document what it says."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inside in archive.namelist():
                yield from read(f"{name}/{inside}", archive.read(inside))
    elif content.startswith(b"%PDF"):
        yield name, " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    else:
        yield name, content.decode("utf-8", errors="replace")


def readable(text: str) -> str:
    """Undo what a page, an address or JSON writes otherwise, and leave out what breaks a number up."""
    unescaped = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), html.unescape(unquote(text)))
    return unescaped.casefold() + "\n" + re.sub(r"(?<=\d)[\s()‑-]+(?=\d)", "", unescaped)


def holding(files: dict[str, str], *words: str) -> list[str]:
    """Return the names of the files that hold one of some words."""
    return [name for name, text in files.items() if any(word.casefold() in text for word in words)]


def what_must_not_stand(*entries: ReferenceEntry) -> list[str]:
    return [CANARY, NUMBER, REGION, *(str(entry.pk) for entry in entries)]


@pytest.mark.usefixtures("released")
def test_nothing_of_a_shelter_is_in_any_file_of_the_export(
    tmp_path: Path, in_force: Publishing, client: Client
) -> None:
    house = in_force("organisation", "house", **everything("organisation") | {"sort": "shelter"})
    named = [
        in_force("service", "beds", **everything("service") | {"sort": "ngo", "organisation": "house"}),
        in_force("service", "care", **everything("service") | {"sort": "shelter"}),
    ]
    files = export(tmp_path / "site")
    for name in ("services/index.html", "hsds.json"):  # it would be found where it stood
        assert [each for each in holding(files, "88000000021") if each.endswith(name)]
    assert '"telephone": ["8 800 000 00 21"]' in files["en/services/index.html"]
    for packed in ("figures.xlsx/", "figures-csv.zip/", "figures-sdmx.zip/", "figures.pdf"):
        assert [each for each in holding(files, "2007") if packed in each], packed
    assert holding(files, *what_must_not_stand(house, *named)) == []
    asked = {address: readable(client.get(address).content.decode()) for address in ("/sitemap.xml", "/robots.txt")}
    assert holding(asked, *what_must_not_stand(house, *named)) == []


def test_what_becomes_a_shelter_leaves_an_earlier_export_with_all_its_services(
    tmp_path: Path, in_force: Publishing
) -> None:
    content = everything("organisation") | {"sort": "ngo"}
    house = in_force("organisation", "house", **content)
    # An exchange with another network writes ids as it likes, and a service may name the id beside the key.
    names = ("house", str(house.pk), str(house.pk).upper(), house.pk.hex)
    services = [
        in_force("service", "", **everything("service") | {"sort": "ngo", "organisation": name}) for name in names
    ]
    before = export(tmp_path / "site")
    for word in (CANARY, NUMBER, REGION):
        assert holding(before, word)  # else the second export proves nothing
    in_force("organisation", "house", entry=house, **content | {"sort": "shelter"})
    assert holding(export(tmp_path / "site"), *what_must_not_stand(house, *services)) == []


def test_no_switch_in_the_database_writes_a_shelter_into_a_file(tmp_path: Path, in_force: Publishing) -> None:
    house = in_force("organisation", "house", **everything("organisation") | {"sort": "shelter"})
    beds = in_force("service", "beds", **everything("service") | {"sort": "ngo", "organisation": "house"})
    EntryVersion.objects.update(is_public=True)
    assert holding(export(tmp_path / "site"), CANARY, NUMBER, str(house.pk), str(beds.pk)) == []


def test_no_shelter_of_the_demonstration_is_in_its_export(tmp_path: Path, centre: Centre, people: list[User]) -> None:
    sample(centre)
    said: dict[bool, set[str]] = {True: set(), False: set()}
    for kind in ("organisation", "service"):
        for entry in ReferenceEntry.objects.filter(kind=kind).select_related("published"):
            assert entry.published is not None
            content = entry.published.content
            is_hidden = content["sort"] in HIDDEN or "shelter" in content.get("organisation", "")
            titles = [text["title"] for text in entry.published.texts.values()]
            said[is_hidden] |= {*titles, *("".join(filter(str.isdigit, phone)) for phone in content["phones"])}
    hidden = sorted(said[True] - said[False])
    assert len(hidden) > 10
    files = export(tmp_path / "site")
    assert holding(files, *said[False])
    assert holding(files, *hidden) == []
