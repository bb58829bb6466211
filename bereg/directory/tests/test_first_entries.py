"""The organisations and services of the demonstration are what the forms would take, and show one of everything."""

import datetime as dt
from collections import Counter

from bereg.accounts.models import User
from bereg.centres.clock import today_at
from bereg.centres.languages import Language
from bereg.centres.models import Centre
from bereg.core import geography
from bereg.directory.choices import Sort
from bereg.directory.content import KINDS, ORGANISATION, SERVICE, in_language
from bereg.directory.first_entries import first_entries
from bereg.directory.forms import OrganisationForm
from bereg.directory.sample import sample
from bereg.reference import workshop
from bereg.reference.choices import Audience
from bereg.reference.models import ReferenceEntry
from bereg.reference.queries import public_entries
from bereg.reference.wording import looked_on

DAY = dt.date(2008, 11, 25)


def test_the_files_say_what_the_forms_would_take() -> None:
    organisations, services = (list(first_entries(kind, DAY)) for kind in (ORGANISATION, SERVICE))
    assert (len(organisations), len(services)) == (44, 65)
    assert {each.draft.content["sort"] for each in organisations} == set(Sort.values)
    assert len({region for each in services for region in each.draft.regions}) == 8
    for each in [*organisations, *services]:
        content, draft = each.draft.content, each.draft
        typed = {**content, **{f"address_{language}": words for language, words in content.get("address", {}).items()}}
        form = OrganisationForm({**typed, "phones": "\n".join(content["phones"])})
        assert form.is_valid(), (each.key, form.errors)
        assert set(draft.regions) <= geography.regions("RU").keys()
        assert set(draft.audiences) <= set(Audience.values)
        assert set(content["languages"]) <= set(Language.values)
        assert draft.texts.keys() == {"ru", "en"}
        assert content["phones"][0].startswith("8 800 000 00 ")
    assert {each.draft.content["organisation"] for each in services} == {each.key for each in organisations}
    numbers = Counter(each.draft.content["phones"][0] for each in services)
    assert set(numbers.values()) == {1}


def test_shelters_have_no_address_in_them() -> None:
    shelters = [each for kind in KINDS for each in first_entries(kind, DAY) if each.draft.content["sort"] == "shelter"]
    assert len(shelters) == 7
    assert [in_language(each.draft.content.get("address"), "ru") for each in shelters] == [""] * 7


def test_they_are_taken_in_once_and_some_are_overdue_and_some_hidden(centre: Centre, editor: User) -> None:
    for _time in range(2):
        sample(centre)
    assert dict(Counter(ReferenceEntry.objects.values_list("kind", flat=True))) == {ORGANISATION: 44, SERVICE: 65}
    today = today_at(centre)
    assert public_entries(today).filter(kind=ORGANISATION).count() == 44 - 3 - 1
    assert public_entries(today).filter(kind=SERVICE).count() == 65 - 4 - 1
    for version in workshop.overdue(today):
        assert version.review_by
        assert looked_on(version) < version.review_by < today  # it was not due before the list
    assert workshop.overdue(today).count() == 4
