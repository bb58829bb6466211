"""Turning the year into records."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any
from uuid import UUID

from bereg.accounts.queries import person
from bereg.accounts.roles import Role
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Anonymous, Channel, Direction
from bereg.contacts.dispositions import Disposition
from bereg.demonstration.case import Case, Occasion
from bereg.demonstration.founding import Site
from bereg.demonstration.people import one_of, operator_of
from bereg.demonstration.year import SEED, Year, identities
from bereg.enquiries.code_words import WORDS, normal_code_word
from bereg.enquiries.entries import write_many
from bereg.enquiries.outcomes import Consent, Outcome, Urgency
from bereg.enquiries.registering_many import register_many
from bereg.enquiries.registration import Matter, Past, Registration

# Who goes on with an enquiry that was passed on.
COUNSEL = {Outcome.TO_LAWYER: Role.LAWYER, Outcome.TO_PSYCHOLOGIST: Role.PSYCHOLOGIST}
AT_ONCE = 400  # records between two steps of the progress bar
BUSIEST = 0.7  # share of the first line of its kind
UNTIL_ENTERED = dt.timedelta(minutes=6)


def store(year: Year, sites: Mapping[str, Site], done: Callable[[int], object]) -> None:
    """Store the year centre by centre, in the order of time, so that numbers rise with it."""
    writer = _CaseWriter(sites)
    for code in sites:
        operator = person(operator_of(code))
        cases = [case for case in year.cases if case.centre == code]
        registrations = [writer.registration(case) for case in cases]
        contacts = [writer.contact(occasion) for occasion in year.astray if occasion.centre == code]
        for start in range(0, len(registrations), AT_ONCE):
            some = registrations[start : start + AT_ONCE]
            register_many(registrations=some, contacts=[], by=operator)
            write_many(said=_said(cases[start : start + AT_ONCE], some), by=operator)
            done(len(some))
        register_many(registrations=[], contacts=contacts, by=operator)
        done(len(contacts))


def _said(cases: list[Case], registrations: list[Registration]) -> list[tuple[Registration, ContactFields, str]]:
    """Return what was said at the further contacts of cases, with where it belongs."""
    return [
        (registration, contact, occasion.said)
        for case, registration in zip(cases, registrations, strict=True)
        for occasion, contact in zip(case.further, registration.past.further, strict=True)
        if occasion.said
    ]


class _CaseWriter:
    """Writes cases down as the actions want them; ids and code words are drawn from the seed."""

    def __init__(self, sites: Mapping[str, Site]) -> None:
        self.sites = sites
        self.ids: Iterator[UUID] = identities()
        self.rng = Random(SEED)  # noqa: S311 - must be the same every time, and guards invented data alone
        self.words: set[str] = set()
        self.counsel = {(code, role): person(one_of(code, role)) for code in sites for role in COUNSEL.values()}

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
        return replace(
            self.sites[case.centre].blank,
            id=next(self.ids),
            contact=self.contact(case.first_contact),
            matter=matter,
            past=Past(
                further=tuple(self.contact(occasion) for occasion in case.further),
                closed_at=case.closed_at and case.closed_at.astimezone(dt.UTC),
                code_word=self._code_word(),
                assignee=self._counsel(case),
            ),
        )

    def contact(self, occasion: Occasion) -> ContactFields:
        site = self.sites[occasion.centre]
        blanks = site.lines.get(occasion.channel, [site.blank.contact])
        blank = blanks[0] if self.rng.random() < BUSIEST else self.rng.choice(blanks)
        end = occasion.ended_at or occasion.started_at
        return replace(
            blank,
            id=next(self.ids),
            channel=Channel(occasion.channel),
            direction=Direction(occasion.direction),
            started_at=occasion.started_at.astimezone(dt.UTC),
            ended_at=occasion.ended_at and occasion.ended_at.astimezone(dt.UTC),
            language=occasion.language,
            anonymous=Anonymous(occasion.anonymous),
            disposition=Disposition(occasion.disposition),
            entered_at=(end + UNTIL_ENTERED).astimezone(dt.UTC),
        )

    def _counsel(self, case: Case) -> Any:
        role = COUNSEL.get(Outcome(case.outcome)) if case.outcome else None
        return self.counsel[case.centre, role] if role else None

    def _code_word(self) -> str:
        while True:
            first, second = self.rng.choice(WORDS["ru"]), self.rng.choice(WORDS["ru"])
            word = normal_code_word(f"{first}-{second}-{self.rng.randrange(10, 100)}")
            if word not in self.words:
                self.words.add(word)
                return word
