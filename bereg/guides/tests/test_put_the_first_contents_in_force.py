"""The first contents: whole, in two languages at least, and put in force by three people of the demonstration."""

import datetime as dt

import pytest
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.queries import acts_on
from bereg.centres.kinds import CentreScope
from bereg.centres.models import Centre
from bereg.guides.choices import GuidePart
from bereg.guides.first_contents import FirstEntry, first_contents
from bereg.guides.outline import sections_of
from bereg.guides.sample import INVENTED, sample
from bereg.reference.kinds import kinds
from bereg.reference.models import EntryVersion, ReferenceEntry
from bereg.reference.queries import public_entries
from conftest import make_user

LONGEST_SAID = 200  # signs: two breaths
FIRST = list(first_contents())


@pytest.fixture
def staff(centre: Centre, supervisor: User) -> list[User]:
    centre.scope = CentreScope.NATIONAL
    return [make_user(centre, Role.EDITOR, "Editor 01"), make_user(centre, Role.LAWYER, "Lawyer 01"), supervisor]


def test_three_people_put_them_in_force_once(centre: Centre, staff: list[User]) -> None:
    sample(centre)
    sample(centre)
    assert ReferenceEntry.objects.count() == len(FIRST)
    signed = set(EntryVersion.objects.values_list("author__name", "checker__name", "publisher__name"))
    assert signed == {("Editor 01", "Lawyer 01", "Supervisor 01")}
    assert {
        entry.published.number for entry in ReferenceEntry.objects.select_related("published") if entry.published
    } <= {1, 2}
    assert [act.action for act in acts_on(ReferenceEntry.objects.all()[0])] == [
        "reference.written", "reference.checked", "reference.published",
    ]  # fmt: skip
    assert public_entries(timezone.localdate()).exists()


def test_a_centre_with_too_few_people_gets_none(centre: Centre, supervisor: User) -> None:
    centre.scope = CentreScope.NATIONAL
    sample(centre)
    assert not ReferenceEntry.objects.exists()


@pytest.mark.once("it uses no database")
@pytest.mark.parametrize("first", FIRST, ids=lambda first: first.key)
def test_each_is_whole(first: FirstEntry) -> None:
    kind = kinds()[first.meta["kind"]]
    form = kind.form(first.meta)
    assert form.is_valid(), form.errors
    assert {"ru", "en"} <= set(first.texts) <= set(INVENTED)
    for language, text in first.texts.items():
        assert text.title, language
        assert 20 < len(text.say) <= LONGEST_SAID, language
        if kind.code == "guide":
            found = [section.code for section in sections_of(text.body) if section.title]
            assert found == [part.value for part in GuidePart], language


@pytest.mark.once("it uses no database")
def test_a_law_begins_before_it_ends() -> None:
    for first in FIRST:
        assert first.meta.get("law_from", dt.date.min) < first.meta.get("law_to", dt.date.max)
