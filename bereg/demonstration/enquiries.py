"""Who asks, with or without consent, and about what."""

from random import Random

from bereg.demonstration import topics
from bereg.demonstration.case import Case
from bereg.demonstration.centres import CENTRES
from bereg.demonstration.figures import CONSENT, ENQUIRERS, ENQUIRIES, GROUP_LEAN, GROUPS, MONTHS
from bereg.demonstration.quotas import balanced, deal, drawn, shared_out
from bereg.demonstration.times import months


def cases(rng: Random) -> list[Case]:
    """Return every enquiry with its centre and month, in no order."""
    days = months()
    by_month = shared_out(sum(ENQUIRIES.values()), dict(enumerate(map(float, MONTHS))))
    table = balanced(by_month, ENQUIRIES, lambda month, centre: _days_open(centre, month))
    made = [Case(centre, month, days[month]) for (month, centre), count in table.items() for _ in range(count)]
    rng.shuffle(made)
    return made


def decide_consent(rng: Random, all_cases: list[Case]) -> None:
    """Decide who agreed that answers are kept, who belongs to which group, and as what they ask."""
    quotas = shared_out(len(all_cases), CONSENT)
    for case, consent in zip(all_cases, deal(rng, [case.centre for case in all_cases], quotas), strict=True):
        case.consent = consent
    agreed = [case for case in all_cases if case.agreed]
    groups = deal(
        rng,
        [case.centre for case in agreed],
        shared_out(len(agreed), GROUPS),
        lambda group, centre: GROUPS[group] * GROUP_LEAN[centre][group],
    )
    for case, group in zip(agreed, groups, strict=True):
        case.group = group
    for group in GROUPS:
        members = [case for case in agreed if case.group == group]
        kinds = deal(rng, [case.centre for case in members], shared_out(len(members), ENQUIRERS[group]))
        for case, kind in zip(members, kinds, strict=True):
            case.enquirer = kind


def choose_topics(rng: Random, all_cases: list[Case]) -> None:
    """Give every enquiry its topics: each topic its exact share of all enquiries."""
    wanted = {topic: round(len(all_cases) * share / 100) for topic, share in topics.SHARES.items()}
    second = shared_out(sum(wanted.values()) - (len(all_cases) - topics.NONE), {t: float(n) for t, n in wanted.items()})
    first = {topic: count - second[topic] for topic, count in wanted.items()} | {"": topics.NONE}
    strata = [(_asks_as(rng, case), case.season) for case in all_cases]
    for case, topic in zip(all_cases, deal(rng, strata, first, _lean), strict=True):
        case.topics = [topic] if topic else []
    # Rare second topics first: the common ones find a place anywhere.
    for topic in sorted(second, key=lambda each: second[each]):
        free = [case for case in all_cases if len(case.topics) == 1 and case.topic != topic]
        for case in drawn(rng, free, second[topic], lambda case, topic=topic: _together(case, topic)):  # type: ignore[misc]
            case.topics.append(topic)


def _asks_as(rng: Random, case: Case) -> str:
    """Return the kind of enquirer; without consent it is not kept, but somebody asked all the same."""
    if case.enquirer:
        return case.enquirer
    return rng.choices(list(ENQUIRERS["unanswered"]), list(ENQUIRERS["unanswered"].values()))[0]


def _lean(topic: str, stratum: tuple[str, str]) -> float:
    kind, season = stratum
    if not topic:
        return sum(topics.LEAN[kind].values())
    return topics.LEAN[kind].get(topic, topics.LITTLE) * topics.SEASON.get(season, {}).get(topic, 1.0)


def _together(case: Case, topic: str) -> float:
    """Tell how well a second topic goes with a case: with its first one, and with who asks."""
    with_first = topics.TOGETHER.get(case.topic, {}).get(topic, 0.05)
    return with_first * max(topics.LEAN.get(case.enquirer, {}).get(topic, 0.2), 0.2)


def _days_open(centre: str, month: int) -> float:
    """Lean to the months in which the centre was open: half a month counts half."""
    first_day = months()[month]
    opened_on = next(plan.opened_on for plan in CENTRES if plan.code == centre)
    if (first_day.year, first_day.month) == (opened_on.year, opened_on.month):
        return (31 - opened_on.day) / 31
    return 0.0 if first_day < opened_on else 1.0
