"""A database of each earlier shape of this program is brought up to date, and opens with everything in it.

The files in tests/data/databases were made by the program of that time. Those of before the vault hold what was told in
clear; afterwards no file of theirs does.
"""

import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from bereg.vault.tests import cheap
from tests.demonstration import Installation
from tools.keep_database import COUNT, FOLDER, PASSPHRASE, TOLD, UNFINISHED, WAY

KEPT = sorted(FOLDER.glob("*.tar.xz"))
LARGEST_B = 200_000
WORDS_SEALED = 7  # the first of those whose code words are sealed
CLEAR = {"1-first", "2-before-the-vault", "3-before-sealing"}  # in which what was told stood as it was
LOOK = """
import json
from django.core.management import call_command
from django.utils import timezone
from bereg.audit.queries import verify
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.core.databases import assert_migrated, assert_safe
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.enquiries.lookup import by_number_or_code_word
from bereg.enquiries.models import Draft, Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.questionnaire.models import Version
from bereg.accounts import planted_credentials
from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.counting import facts
from bereg.counting import store
from bereg.counting.months import Period
from bereg.vault import opening
from bereg.vault.reading import open_texts
from bereg.vault.commands import require_vault
import pyarrow.parquet as pq

call_command("migrate", verbosity=0)
assert_safe()
assert_migrated()
require_vault()
by, found = User.objects.get(), list(Enquiry._base_manager.order_by("number"))
contact = ContactFields(centre=Centre.objects.get(), channel=Channel.PHONE, started_at=timezone.now())
matter = Matter(Consent.YES, ("quota",), {"gender": "male"}, narrative="Told afterwards.")
new = register_enquiry(registration=Registration(contact, matter, Version.objects.get()), by=by)
for month in sorted({each.opened_at.date().replace(day=1) for each in (*found, new)}):
    facts.bring_up_to_date(Period(month, month))
began = {each.pk: max(each.contact_links.values_list("contact__started_at", flat=True)) for each in found}
words = [open_texts(each, ["code_word"])["code_word"] for each in found]
tried = opening.try_all(lambda _done: None)
print(json.dumps({
    "numbers": [each.number for each in (*found, new)],
    "told": [open_texts(each, ["narrative"])["narrative"] for each in found],
    "ways": [open_texts(each, ["call_back"])["call_back"] for each in found],
    "words": words,
    "by_word": [by_number_or_code_word(by, word.upper()).number for word in words],
    "answers": [each.answers for each in found],
    "last contacts": [each.last_contact_at == began[each.pk] for each in found],
    "closed": [each.closed_at is not None for each in found],
    "draft": json.loads(open_texts(Draft._base_manager.get(), ["fields"])["fields"]),
    "acts": verify().entries,
    "damages": [str(each) for each in verify().damages],
    "unopened": tried.failed,
    "planted": list(planted_credentials.sentences()),
    "facts": sum(pq.read_metadata(each).num_rows for each in (store.folder() / "enquiries").glob("*.parquet")),
}))
"""


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE, encoding="utf-8")
    file.chmod(0o600)
    return file


def unpacked(kept: Path, folder: Path) -> Installation:
    """Return an installation over a kept database."""
    for each in (folder, folder / "keys"):
        each.mkdir(mode=0o700)
    with tarfile.open(kept) as packed:
        packed.extractall(folder, filter="tar")
    cheap.place(folder, PASSPHRASE)  # those of before the vault have none
    environment = {"DJANGO_SETTINGS_MODULE": "bereg.settings", "BEREG_DATA": str(folder), "BEREG_LANGUAGE": "en"}
    return Installation(folder, {**environment, "BEREG_DATABASE": "", "BEREG_KEYS_DATABASE": "", "PYTHONUTF8": "1"})


def in_clear(folder: Path, *words: str) -> set[str]:
    """Return what stands readable in any file."""
    files = b"".join(each.read_bytes() for each in folder.rglob("*") if each.is_file())
    return {mark for mark in (TOLD, WAY, UNFINISHED, *words) if mark.encode() in files}


def code_words(kept: Path, folder: Path) -> list[str]:
    """Return the code words as they stand in clear, where they do."""
    if int(kept.name[0]) >= WORDS_SEALED:
        return []
    with closing(sqlite3.connect(folder / "db.sqlite3")) as records:
        return [word for (word,) in records.execute("SELECT code_word FROM enquiries_enquiry ORDER BY number")]


def test_there_is_one_of_each_time_and_none_is_large() -> None:
    assert len(KEPT) >= 5
    assert [each.name for each in KEPT if each.stat().st_size > LARGEST_B] == []


@pytest.mark.once("the files are SQLite's")
@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name.removesuffix(".tar.xz"))
def test_it_is_brought_up_to_date_and_opens(kept: Path, tmp_path: Path, passphrase: Path) -> None:
    older = unpacked(kept, tmp_path / "data")
    held_in_clear = kept.name.removesuffix(".tar.xz") in CLEAR
    assert in_clear(older.folder) == ({TOLD, WAY, UNFINISHED} if held_in_clear else set())
    words = code_words(kept, older.folder)
    assert in_clear(older.folder, *words) >= set(words)
    older.environment["BEREG_PASSPHRASE_FILE"] = str(passphrase)
    found = json.loads(older.python(LOOK))
    assert found["told"] == [f"{TOLD} {number}." for number in range(COUNT)]
    assert found["ways"] == [f"{WAY} ({number})" for number in range(COUNT)]
    assert words in ([], found["words"])
    assert found["by_word"] == found["numbers"][:COUNT]
    assert found["answers"] == [{"gender": "female"}] * COUNT
    assert found["last contacts"] == [True] * COUNT
    assert found["closed"] == [False] * (COUNT - 1) + [True]
    assert found["draft"] == {"narrative": [UNFINISHED]}
    assert found["numbers"] == [f"MSK-{found['numbers'][0][4:8]}-{number:05}" for number in range(1, COUNT + 2)]
    assert (found["damages"], found["unopened"], found["facts"]) == ([], [], COUNT + 1)
    assert found["planted"] == []
    assert found["acts"] > COUNT
    assert in_clear(older.folder, *found["words"]) == set()
