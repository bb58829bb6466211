"""The doctor says that a newer standard questionnaire came with the program, where nobody made their own of it."""

import sqlite3
import tarfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from django.utils import timezone

from bereg.centres.models import Centre
from bereg.console.tests.test_questionnaire import run
from bereg.questionnaire import doctor as questions
from bereg.questionnaire.publishing import publish, publish_standard, standard_source
from bereg.questionnaire.queries import current_version, form_of
from bereg.questionnaire.standards import STANDARDS, outdated, standard_path

KEPT = Path(__file__).parents[3] / "tests" / "data" / "databases" / "1-first.tar.xz"


@pytest.fixture
def former(db: None, tmp_path: Path) -> str:
    """The standard questionnaire of the first program, as an installation of that time published it."""
    with tarfile.open(KEPT) as packed:
        packed.extractall(tmp_path, filter="tar")
    [file] = [each for each in tmp_path.rglob("*.sqlite3") if each.parent.name != "keys"]
    with closing(sqlite3.connect(file)) as kept:
        [[source]] = kept.execute("SELECT source FROM questionnaire_version")
    return str(source)


def test_the_present_standard_is_the_last_of_all_that_came_with_the_program() -> None:
    """Where this fails, standard.md was changed: add the new digest at the end, so that the doctor tells of it."""
    assert sha256(standard_source().encode()).hexdigest() == STANDARDS[-1]
    assert len(set(STANDARDS)) == len(STANDARDS)


def test_an_unchanged_standard_of_before_is_named_until_the_new_one_is_published(former: str, centre: Centre) -> None:
    publish(source=former, centre=None, by=None)
    [found] = questions.findings()
    assert "version 1, in force for every centre without its own" in found.fault
    assert f"`bereg questionnaire publish {standard_path()}`" in found.remedy
    assert "uz" not in form_of(current_version(None)).questions["gender"].labels

    assert run("publish", str(standard_path()))[0] == 0
    assert list(questions.findings()) == []
    assert "uz" in form_of(current_version(None)).questions["gender"].labels


def test_what_somebody_made_of_it_is_their_own(former: str, centre: Centre) -> None:
    assert list(questions.findings()) == []
    publish(source=former, centre=None, by=None)
    publish(source=former.replace("Who is asking", "Who calls"), centre=None, by=None)
    assert list(questions.findings()) == []


def test_a_centre_that_has_a_standard_of_before_as_its_own(former: str, centre: Centre, other_centre: Centre) -> None:
    publish_standard()
    publish(source=former, centre=centre, by=None)
    [found] = questions.findings()
    assert "in force for moscow" in found.fault
    assert found.remedy.split("`")[1].endswith("standard.md --centre moscow")

    publish(source=former, centre=other_centre, by=None)
    assert {each.centre for each in outdated()} == {centre, other_centre}
    Centre.objects.filter(pk=centre.pk).update(closed_at=timezone.now())
    assert {each.centre for each in outdated()} == {other_centre}
