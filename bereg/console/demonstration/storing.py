"""Turning the year into records."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from bereg.console.demonstration.case import Case, Occasion
from bereg.console.demonstration.founding import Site
from bereg.console.demonstration.year import SEED, Year, identities
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Anonymous, Channel, Direction
from bereg.contacts.dispositions import Disposition
from bereg.enquiries.actions import Matter, Past, Registration, register_many
from bereg.enquiries.code_words import WORDS, normal_code_word
from bereg.enquiries.outcomes import Consent, Urgency

if TYPE_CHECKING:
    from bereg.questionnaire.models import Version

AT_ONCE = 400  # records between two steps of the progress bar
BUSIEST = 0.7  # share of the first line of its kind
UNTIL_ENTERED = dt.timedelta(minutes=6)


def store(year: Year, sites: Mapping[str, Site], questionnaire: "Version", done: Callable[[int], object]) -> None:
    """Store the year centre by centre, in the order of time, so that numbers rise with it."""
    writer = _Writer(sites, questionnaire)
    for code, site in sites.items():
        registrations = [writer.registration(case) for case in year.cases if case.centre == code]
        contacts = [writer.contact(occasion) for occasion in year.astray if occasion.centre == code]
        for start in range(0, len(registrations), AT_ONCE):
            some = registrations[start : start + AT_ONCE]
            register_many(registrations=some, contacts=[], by=site.operator)
            done(len(some))
        register_many(registrations=[], contacts=contacts, by=site.operator)
        done(len(contacts))


class _Writer:
    """Writes cases down as the actions want them; ids and code words are drawn from the seed."""

    def __init__(self, sites: Mapping[str, Site], questionnaire: "Version") -> None:
        self.sites = sites
        self.questionnaire = questionnaire
        self.ids: Iterator[UUID] = identities()
        self.rng = Random(SEED)  # noqa: S311 - must be the same every time, and guards invented data alone
        self.words: set[str] = set()

    def registration(self, case: Case) -> Registration:
        matter = Matter(
            consent=Consent(case.consent),
            topics=tuple(case.topics),
            answers=case.answers,
            narrative=case.narrative,
            call_back=case.call_back,
            outcome=case.outcome,
            urgency=Urgency(case.urgency),
        )
        return Registration(
            id=next(self.ids),
            contact=self.contact(case.first_contact),
            matter=matter,
            questionnaire=self.questionnaire,
            past=Past(
                further=tuple(self.contact(occasion) for occasion in case.further),
                closed_at=case.closed_at and case.closed_at.astimezone(dt.UTC),
                code_word=self._code_word(),
            ),
        )

    def contact(self, occasion: Occasion) -> ContactFields:
        site = self.sites[occasion.centre]
        lines = site.lines.get(occasion.channel, [])
        line = (lines[0] if self.rng.random() < BUSIEST else self.rng.choice(lines)) if lines else None
        end = occasion.ended_at or occasion.started_at
        return ContactFields(
            id=next(self.ids),
            centre=site.centre,
            line=line,
            channel=Channel(occasion.channel),
            direction=Direction(occasion.direction),
            started_at=occasion.started_at.astimezone(dt.UTC),
            ended_at=occasion.ended_at and occasion.ended_at.astimezone(dt.UTC),
            language=occasion.language,
            anonymous=Anonymous(occasion.anonymous),
            disposition=Disposition(occasion.disposition),
            entered_at=(end + UNTIL_ENTERED).astimezone(dt.UTC),
        )

    def _code_word(self) -> str:
        while True:
            first, second = self.rng.choice(WORDS["ru"]), self.rng.choice(WORDS["ru"])
            word = normal_code_word(f"{first}-{second}-{self.rng.randrange(10, 100)}")
            if word not in self.words:
                self.words.add(word)
                return word
