"""The search over invented entries: how long it takes with many, and how many times that of a tenth of them.

Agencies are those of the demonstration, and more of them; services and guides are of kinds that only this module knows.
All are taken in as lists of a register are.
"""

import datetime as dt
import itertools
import json
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator

from django import forms
from django.utils import timezone

from benchmarks.installation import Installation
from benchmarks.measurement import Measurement
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.agencies.queries import AGENCY
from bereg.agencies.sample import invented
from bereg.core import geography, row_access
from bereg.reference.drafts import EntryDraft, Incoming, Reading
from bereg.reference.kinds import EntryKind, kinds
from bereg.reference.register_lists import compare, take_in
from bereg.reference.search import Lookup, search
from bereg.reference.texts import Text
from bereg.reference.topics import topics

FULL = {"service": 20_000, "guide": 500, "agency": 5_000}
LENGTH = {"service": 40, "guide": 500}  # words of a text
EACH = 30  # searches of one kind
IN_PROCESS = "import django; django.setup(); from benchmarks.searching import {work}; {work}({share})"
COMMON = {"ru": "работа", "en": "work"}  # stand in every entry
SYLLABLES = [first + second for first in "бвгдзклмнпрст" for second in "аеиоу"]


def searching(made: Installation, rounds: int) -> Iterator[Measurement]:
    """Yield how long each kind of search takes in a process of its own, with a tenth of the entries and with all."""
    times: dict[int, dict[str, list[float]]] = {}
    for share in (10, 1):
        taken = float(made.run("-c", IN_PROCESS.format(work="fill", share=share)))
        size = sum(FULL.values()) // share
        yield Measurement("search_filled", taken, "s", more={"entries": size})
        for _round in range(rounds):
            for name, found in json.loads(made.run("-c", IN_PROCESS.format(work="ask", share=share))).items():
                times.setdefault(share, {}).setdefault(name, []).extend(found)
    for name, full in times[1].items():
        small, typical = statistics.median(times[10][name]), statistics.median(full)
        more: dict[str, object] = {
            "at_a_tenth": round(small, 2),
            "times": round(typical / small, 2),
            "p95": round(statistics.quantiles(full, n=20)[-1], 2),
            "count": len(full),
        }
        yield Measurement(f"search_{name}", typical, "ms", reach="<= 50 ms, times <= 2", more=more)


def fill(share: int) -> None:
    """Take in a share of all entries, beside those that are there. Print how many seconds that took."""
    with row_access.to(row_access.EVERYWHERE):
        _know_kinds()
        by, begun = User.objects.filter(role=Role.SUPERVISOR).earliest("pk"), time.perf_counter()
        for kind, count in FULL.items():
            several = invented(count // share) if kind == AGENCY else list(_entries(kind, count // share))
            reading = Reading(several)
            take_in(compare(_code(kind), reading), source="invented", as_of=dt.date(2008, 11, 1), by=by)
        sys.stdout.write(str(time.perf_counter() - begun))


def ask(_share: int) -> None:
    """Search in turn for what is typed in a call, and print the milliseconds of each search."""
    taken: dict[str, list[float]] = {}
    with row_access.to(row_access.EVERYWHERE):
        _know_kinds()
        for name, asked in itertools.chain(_questions(1), _questions(EACH)):
            begun = time.perf_counter()
            search(asked, now=timezone.now())
            taken.setdefault(name, []).append(1000 * (time.perf_counter() - begun))
    # The first of each also opened the database and read what a process reads once.
    sys.stdout.write(json.dumps({name: found[1:] for name, found in taken.items()}))


def _know_kinds() -> None:
    for kind in LENGTH:
        kinds()[_code(kind)] = EntryKind(_code(kind), kind, kind, forms.Form, "")


def _code(kind: str) -> str:
    return kind if kind == AGENCY else f"bench_{kind}"


def _entries(kind: str, count: int) -> Iterator[Incoming]:
    for number in range(count):
        chance = random.Random(f"{kind} {number}")  # noqa: S311 - the same entries each time
        texts = {language: _text(kind, language, chance) for language in COMMON}
        about = chance.sample(_topics(), k=2)
        where = [] if kind == "guide" else [chance.choice(_regions())]
        yield Incoming(
            str(number),
            EntryDraft("ru", texts, is_public=True, topics=tuple(about), regions=tuple(where), source="invented"),
        )


def _text(kind: str, language: str, chance: random.Random) -> Text:
    words = [_word(chance) for _each in range(LENGTH[kind])]
    return Text(" ".join([*words[:4], COMMON[language]]), say=" ".join(words[:8]), body=" ".join(words))


def _word(chance: random.Random) -> str:
    """Return one of 20,000 words; the first ones are many times as common, as in any language."""
    number = int(20_000 ** chance.random())
    return "".join(SYLLABLES[number // len(SYLLABLES) ** place % len(SYLLABLES)] for place in range(3)) + "к"


def _questions(count: int) -> Iterator[tuple[str, Lookup]]:
    chance = random.Random("questions")  # noqa: S311 - the same questions each time
    for _each in range(count):
        one, other, third = (_word(chance) for _word_of in range(3))
        topic, region = chance.choice(_topics()), chance.choice(_regions())
        narrowed: dict[str, object] = {"topics": (topic,), "regions": (region,), "language": "en"}
        yield from _named(one, other, third, narrowed)


def _named(one: str, other: str, third: str, narrowed: dict[str, object]) -> Iterable[tuple[str, Lookup]]:
    more: dict[str, object] = dict(narrowed)
    return {
        "a_word": Lookup(one),
        "two_words": Lookup(f"{one} {other}"),
        "three_words": Lookup(f"{one} {other} {third}"),
        "a_word_in_a_form": Lookup(one, **more),  # type: ignore[arg-type]
        "two_letters": Lookup(one[:2]),
        "nothing_found": Lookup(f"{one}щщ"),
        "topic_alone": Lookup(topics=more["topics"]),  # type: ignore[arg-type]
        "common_word": Lookup("работа"),
        "common_word_in_a_form": Lookup("работа", **more),  # type: ignore[arg-type]
        "common_words_of_the_public": Lookup("работа work", is_public=True),
        "common_and_rare_word": Lookup(f"работа {third}"),
    }.items()


def _topics() -> list[str]:
    return list(topics())


def _regions() -> list[str]:
    return list(geography.regions("RU"))
