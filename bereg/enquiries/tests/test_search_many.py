"""Words are looked for in many notes: every note is opened, and the page can say all the time how far it is."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from bereg.accounts.models import User
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.core import background_priority
from bereg.core.tests.torture import say, share
from bereg.enquiries import text_search
from bereg.enquiries.models import TextSearch
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registering_many import register_many
from bereg.enquiries.registration import Matter, Registration
from bereg.enquiries.tests.conftest import NEW_YEAR_IN_MOSCOW
from bereg.questionnaire.models import Version
from bereg.vault import actions as vault

NOTES, SAMPLE = 50_000, 500
BATCH = 2_000
RARE, EACH = "passport", 100  # the word stands in each hundredth note


@pytest.mark.torture
@pytest.mark.django_db
def test_fifty_thousand_notes_are_looked_through(
    contact: ContactFields, questionnaire: Version, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = share(NOTES, least=SAMPLE)
    began = time.perf_counter()
    store(notes, contact, questionnaire, supervisor)
    stored = time.perf_counter()
    steps = searched(notes, supervisor, monkeypatch)
    taken = time.perf_counter() - stored
    say(
        "Search",
        f"{notes} notes opened and read in {taken:.1f} s ({notes / taken:.0f} a second), progress told {len(steps)} "
        f"times; stored before in {stored - began:.1f} s",
    )


@pytest.mark.django_db
def test_five_hundred_notes_are_looked_through(
    contact: ContactFields, questionnaire: Version, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(SAMPLE, contact, questionnaire, supervisor)
    gave_way = list[bool]()
    monkeypatch.setattr(background_priority.pages, "wait", lambda: gave_way.append(True))
    searched(SAMPLE, supervisor, monkeypatch)
    assert len(gave_way) == SAMPLE


def store(count: int, contact: ContactFields, questionnaire: Version, by: User) -> None:
    """Register enquiries with short notes, batch by batch."""
    for start in range(0, count, BATCH):
        made = [
            Registration(
                contact=ContactFields(centre=contact.centre, channel=Channel.PHONE, started_at=NEW_YEAR_IN_MOSCOW),
                matter=Matter(
                    consent=Consent.YES, narrative=f"Note {number}: {RARE if number % EACH == 0 else 'wages'}."
                ),
                questionnaire=questionnaire,
            )
            for number in range(start, min(start + BATCH, count))
        ]
        register_many(registrations=made, contacts=[], by=by)


def searched(count: int, by: User, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Search as the worker does. Return how far it said that it was, each time that it said so."""
    told: list[int] = []
    search = vault.search

    def watched(*given: Any, progress: Callable[[int], object], **more: Any) -> Any:
        def step(looked_at: int) -> None:
            progress(looked_at)
            told.append(TextSearch._base_manager.values_list("looked_at", flat=True).get())

        return search(*given, progress=step, **more)

    asked = text_search.begin(words=RARE.upper(), by=by)
    with monkeypatch.context() as patched:
        patched.setattr(vault, "search", watched)
        text_search.search_texts.func(search=str(asked.pk), person=str(by.pk))
    asked.refresh_from_db()
    assert (asked.total, asked.looked_at, asked.unopened, asked.has_failed) == (count, count, 0, False)
    assert len(asked.found) == min(count // EACH, text_search.MOST_FOUND)
    assert told == [*range(text_search.BATCH, count, text_search.BATCH), count]
    return told
