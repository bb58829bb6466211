"""How the contacts of the year went: ways, times, further contacts, outcomes, and what is still open."""

import datetime as dt
from collections.abc import Mapping
from random import Random

from bereg.demonstration import figures
from bereg.demonstration.case import Case, Occasion
from bereg.demonstration.quotas import deal, drawn, shared_out
from bereg.demonstration.times import InventedTimes, last_day
from bereg.demonstration.topics import DANGER, SOON

Clocks = Mapping[str, InventedTimes]

RECENT = dt.timedelta(days=12)
OPEN_URGENT = {"danger": 3, "soon": 6}  # the latest of the year, so that there is something to do
URGENT = {"danger": 46, "soon": 190}
LAWYERS = frozenset({"labour_law", "unpaid_wages", "citizenship", "family", "police", "hiring_juridical"})
PSYCHOLOGISTS = frozenset({"psychological", "trafficking_sexual", "family"})
CALL_BACKS = 84
BROKEN_OFF = 60
SPOKEN_EVERYWHERE = "ru"


def choose_ways(rng: Random, cases: list[Case], clocks: Clocks) -> None:
    """Decide channel, language and time of each first contact."""
    count = len(cases)
    ways = deal(
        rng,
        [case.centre for case in cases],
        shared_out(count, figures.CHANNELS),
        lambda way, centre: figures.CHANNELS[way] * figures.CHANNEL_BY_CENTRE[centre].get(way, 1.0),
    )
    languages = deal(
        rng, [case.answers.get("citizenship", "") for case in cases], shared_out(count, figures.LANGUAGES), _speaks
    )
    anonymous = deal(rng, [0] * count, shared_out(count, figures.ANONYMOUS))
    for case, way, language, known in zip(cases, ways, languages, anonymous, strict=True):
        case.channel, case.language, case.anonymous = way, language, known
        clock = clocks[case.centre]
        case.started_at = clock.any_time(case.first_day) if way == "email" else clock.working(case.first_day)
        case.took = length(rng, way)


def follow_up(rng: Random, cases: list[Case], clocks: Clocks) -> None:
    """Let some enquiries have further contacts, those with a heavy matter sooner than others."""
    numbers = shared_out(len(cases), {str(number): share for number, share in figures.FURTHER.items()})
    free = list(cases)
    for number in ("3", "2", "1"):
        chosen = drawn(rng, free, numbers[number], _weight_of_matter)
        taken = {id(case) for case in chosen}
        free = [case for case in free if id(case) not in taken]
        for case in chosen:
            _add_further(rng, case, int(number), clocks[case.centre])


def decide_ends(rng: Random, cases: list[Case]) -> None:
    """Decide urgency, outcome and call-back wishes of those who agreed, and close what is done."""
    agreed = [case for case in cases if case.agreed and case.topics]
    danger = drawn(rng, agreed, URGENT["danger"], lambda case: _danger(case) * _recency(case))
    soon = drawn(
        rng,
        [case for case in agreed if case not in danger],
        URGENT["soon"],
        lambda case: max((SOON.get(topic, 0.03) for topic in case.topics), default=0.03) * _recency(case),
    )
    for urgency, chosen in (("danger", danger), ("soon", soon)):
        for case in chosen:
            case.urgency = urgency
    for case in agreed:
        case.outcome = _outcome(rng, case)
    for case in drawn(rng, agreed, BROKEN_OFF, lambda case: 1.0 if case.urgency == "normal" else 0.0):
        case.outcome = "broken_off"
    _call_backs(rng, [case for case in agreed if case.outcome != "broken_off"])
    for case in agreed:
        if case.outcome == "broken_off" and case.language not in {"", SPOKEN_EVERYWHERE}:
            case.outcome = "no_language"
    _close(rng, cases)


def astray(rng: Random, cases: list[Case], clocks: Clocks) -> list[Occasion]:
    """Return the contacts that brought no enquiry: as many calls as the year still wants, and a few letters."""
    calls = sum(case.channel == "phone" for case in cases)
    calls += sum(further.channel == "phone" for case in cases for further in case.further)
    wanted = shared_out(figures.CALLS - calls, figures.WITHOUT_ENQUIRY)
    found = [_astray_call(rng, rng.choice(cases), code, clocks) for code, count in wanted.items() for _ in range(count)]
    for _ in range(figures.ASTRAY_LETTERS):
        like = rng.choice(cases)
        start = clocks[like.centre].any_time(like.first_day)
        found.append(Occasion(like.centre, "email", "in", start, disposition="out_of_scope"))
    return sorted(found, key=lambda occasion: occasion.started_at)


def length(rng: Random, channel: str) -> dt.timedelta | None:
    """Draw how long a call or visit took; letters take no time."""
    if channel not in {"phone", "visit"}:
        return None
    mode = 6 if channel == "phone" else 22
    return dt.timedelta(minutes=round(rng.triangular(2, mode * 4, mode)))


def _speaks(language: str, citizenship: str) -> float:
    share = figures.LANGUAGES[language]
    country = figures.LANGUAGE_OF_COUNTRY.get(language)
    if country:
        return share * (30.0 if citizenship == country else 0.0)
    near = citizenship in {
        "",
        "RU",
        "declined",
        "unknown",
        *figures.LANGUAGE_OF_COUNTRY.values(),
        "UA",
        "BY",
        "MD",
        "KZ",
    }
    return share * (0.02 if near else 40.0) if language == "en" else share


def _weight_of_matter(case: Case) -> float:
    heavy = {"missing_person", "unpaid_wages", "psychological", "labour_law", "citizenship", "police", *DANGER}
    return 4.0 if heavy.intersection(case.topics) else 1.0


def _add_further(rng: Random, case: Case, number: int, clock: InventedTimes) -> None:
    moment = case.started_at
    for _ in range(number):
        later = clock.after(moment, 1 + int(rng.expovariate(1 / 5)))
        if later is None:
            return
        moment = later
        way = rng.choices(list(figures.FURTHER_WAYS), list(figures.FURTHER_WAYS.values()))[0]
        channel, direction = way.split()
        end = _end(moment, length(rng, channel))
        case.further.append(Occasion(case.centre, channel, direction, moment, end, case.language, case.anonymous))


def _end(start: dt.datetime, took: dt.timedelta | None) -> dt.datetime | None:
    return start + took if took else None


def _danger(case: Case) -> float:
    return 8.0 if DANGER.intersection(case.topics) else 1e-4 if "police" not in case.topics else 0.2


def _recency(case: Case) -> float:
    return 4.0 if _days_left(case) <= RECENT.days else 1.0


def _days_left(case: Case) -> int:
    return (last_day() - case.started_at.date()).days


def _outcome(rng: Random, case: Case) -> str:
    """Draw how the consultation ended; the matter decides who takes it on."""
    weights = {"advised": 70.0, "directed": 22.0, "to_lawyer": 4.0, "to_psychologist": 0.2}
    if LAWYERS.intersection(case.topics) or DANGER.intersection(case.topics):
        weights["to_lawyer"] = 45.0
    if PSYCHOLOGISTS.intersection(case.topics):
        weights["to_psychologist"] = 80.0
    return rng.choices(list(weights), list(weights.values()))[0]


def _call_backs(rng: Random, cases: list[Case]) -> None:
    """Let a few leave where they can be reached: a number or mailbox that exists nowhere."""
    wishes = drawn(rng, cases, CALL_BACKS, lambda case: _weight_of_matter(case) * _recency(case))
    for place, case in enumerate(wishes):
        case.outcome = "call_back"
        by_mail = case.channel == "email" or rng.random() < 0.2
        number = (
            f"8 800 000 00 {20 + place % 80}, {rng.choice(('после 18:00', 'утром', 'в выходные', 'в любое время'))}"
        )
        case.call_back = f"otvet-{place + 1:02}@example.org" if by_mail else number


def _close(rng: Random, cases: list[Case]) -> None:
    """Close what is done. Of the last days the urgent stay open, and so does what waits for somebody."""
    latest = sorted(cases, key=lambda case: case.started_at, reverse=True)
    kept = {
        id(case)
        for urgency, count in OPEN_URGENT.items()
        for case in [case for case in latest if case.urgency == urgency][:count]
    }
    for case in cases:
        last = case.further[-1] if case.further else None
        occasion = last or case.first_contact
        end = (occasion.ended_at or occasion.started_at) + dt.timedelta(minutes=10)
        waits = case.outcome in {"call_back", "to_lawyer", "to_psychologist"} and not last
        closed_at = end + dt.timedelta(days=rng.randrange(3, 21), minutes=rng.randrange(90)) if waits else end
        if id(case) not in kept and closed_at.date() <= last_day():
            case.closed_at = closed_at


def _astray_call(rng: Random, like: Case, disposition: str, clocks: Clocks) -> Occasion:
    clock = clocks[like.centre]
    quiet = disposition in figures.OUT_OF_HOURS and rng.random() < (0.95 if disposition == "voicemail" else 0.5)
    start = clock.out_of_hours(like.first_day) if quiet else clock.working(like.first_day)
    language = "ru" if disposition in {"voicemail", "out_of_scope", "prank", "abusive"} else ""
    took = dt.timedelta(minutes=rng.choice((0, 0, 1, 1, 2)))
    return Occasion(like.centre, "phone", "in", start, start + took, language, "not_asked", disposition)
