"""What people answered: exact shares among those who answered, and plausible silence."""

from collections.abc import Callable, Mapping
from random import Random

from bereg.demonstration import figures
from bereg.demonstration.case import Case
from bereg.demonstration.countries import BY_CENTRE, FAR, FAR_COUNTRIES, NEIGHBOURS
from bereg.demonstration.quotas import base_near, deal, shared_out
from bereg.demonstration.times import months

HOME = "RU"
SILENCE = {"declined": 0.45, "unknown": 0.05, "": 0.5}

Stratum = Callable[[Case], str]
Lean = Callable[[str, str], float]


def give_answers(rng: Random, cases: list[Case]) -> None:
    """Fill in the answers of those who agreed."""
    agreed = [case for case in cases if case.agreed]
    for case in agreed:
        case.answers["enquirer"] = case.enquirer
    _citizenship(rng, agreed)
    for group in figures.GROUPS:
        members = [case for case in agreed if case.group == group]
        _person(rng, members, group)
    foreigners = [case for case in agreed if case.group == "foreigners"]
    _permits(rng, foreigners)
    _registrations(rng, foreigners)
    _work(rng, [case for case in foreigners if case.enquirer == "migrant"])
    _sources_and_regions(rng, agreed)
    _about_permits_and_mediators(rng, foreigners)


def _citizenship(rng: Random, agreed: list[Case]) -> None:
    silent = [case for case in agreed if case.group == "unanswered"]
    _set(silent, "citizenship", deal(rng, [0] * len(silent), shared_out(len(silent), SILENCE)))
    for case in agreed:
        if case.group == "citizens":
            case.answers["citizenship"] = HOME
    foreigners = [case for case in agreed if case.group == "foreigners"]
    quotas = shared_out(len(foreigners), NEIGHBOURS | {"FAR": FAR})
    codes = deal(
        rng,
        [case.centre for case in foreigners],
        quotas,
        lambda code, centre: BY_CENTRE[centre].get(code, 1.0) * quotas[code],
    )
    far = _far(rng, quotas["FAR"])
    _set(foreigners, "citizenship", [far.pop() if code == "FAR" else code for code in codes])


def _far(rng: Random, count: int) -> list[str]:
    """Hand out the rare countries: each at least once, the first ones more often."""
    more = shared_out(count - len(FAR_COUNTRIES), {code: 1 / (2 + place) for place, code in enumerate(FAR_COUNTRIES)})
    codes = [code for code in FAR_COUNTRIES for _ in range(1 + more[code])]
    rng.shuffle(codes)
    return codes


def _person(rng: Random, members: list[Case], group: str) -> None:
    """Gender, age and education; each leans on what is known already, so no schoolchild has a degree."""
    by_topic, by_enquirer = _table(figures.GENDER_BY_TOPIC), _table(figures.AGE_BY_ENQUIRER)
    _ask(rng, members, "gender", figures.GENDER[group], stratum=lambda case: case.topic, lean=by_topic)
    _ask(rng, members, "age", figures.AGE[group], stratum=lambda case: case.enquirer, lean=by_enquirer)
    _ask(
        rng,
        members,
        "education",
        figures.EDUCATION[group],
        stratum=lambda case: f"{case.answers.get('age', '')} {case.enquirer}",
        lean=_education_lean,
    )


def _education_lean(code: str, stratum: str) -> float:
    age, enquirer = stratum.split(" ")
    by_age = figures.EDUCATION_BY_AGE.get(age, {}).get(code, 1.0)
    return by_age * figures.EDUCATION_BY_ENQUIRER.get(enquirer, {}).get(code, 1.0)


def _permits(rng: Random, foreigners: list[Case]) -> None:
    """Work permits month by month: set months meet their own share, all together the year's."""
    by_month = [[case for case in foreigners if case.month == month] for month in range(len(months()))]
    rate = figures.REPLIES["work_permit"][0] / 100
    wanted = zip(by_month, figures.WITHOUT_PERMIT_BY_MONTH, strict=True)
    bases = [base_near(round(len(members) * rate), percent) for members, percent in wanted]
    for members, base, none in zip(by_month, bases, _without_permit(bases), strict=True):
        counts = {"no": none, "yes": base - none}
        _reply(rng, members, "work_permit", counts, stratum=lambda case: case.topic, lean=_permit_lean)


def _without_permit(bases: list[int]) -> list[int]:
    """Return how many had none in each month, so that the year's share and the set months' come out."""
    target = {month: base * figures.WITHOUT_PERMIT_BY_MONTH[month] / 100 for month, base in enumerate(bases)}
    fixed = {
        month: round(target[month])
        for month, first_day in enumerate(months())
        if (first_day.year, first_day.month) in figures.SET_MONTHS
    }
    rest = round(sum(bases) * figures.WITHOUT_PERMIT / 100) - sum(fixed.values())
    others = shared_out(rest, {month: value for month, value in target.items() if month not in fixed})
    return [(fixed | others)[month] for month in range(len(bases))]


def _permit_lean(code: str, topic: str) -> float:
    return 1.6 if (code == "no") == (topic in {"work_permit", "quota", "trafficking_labour"}) else 1.0


def _registrations(rng: Random, foreigners: list[Case]) -> None:
    for year, percent in figures.REGISTERED.items():
        members = [case for case in foreigners if case.first_day.year == year]
        answered = round(len(members) * figures.REGISTRATION_REPLIES[year][0] / 100)
        yes = round(answered * percent / 100)
        _reply(
            rng,
            members,
            "migration_registration",
            {"yes": yes, "no": answered - yes},
            stratum=lambda case: case.answers.get("work_permit", ""),
            lean=lambda code, permit: 2.5 if (code, permit) == ("no", "no") else 1.0,
            replies=figures.REGISTRATION_REPLIES[year],
        )


def _work(rng: Random, migrants: list[Case]) -> None:
    by_centre, sector_by_centre = _table(figures.EMPLOYER_BY_CENTRE), _table(figures.SECTOR_BY_CENTRE)
    _ask(rng, migrants, "employer", figures.EMPLOYERS, stratum=_centre, lean=by_centre)
    in_work = [case for case in migrants if case.answers.get("employer") in {"juridical", "private_person", "self"}]
    _ask(rng, in_work, "sector", figures.SECTORS, stratum=_centre, lean=sector_by_centre)
    _ask(rng, in_work, "job_search", figures.JOB_SEARCH, stratum=_centre)


def _sources_and_regions(rng: Random, agreed: list[Case]) -> None:
    for (centre, group), wanted in figures.SOURCES.items():
        members = [case for case in agreed if case.centre == centre and (not group or case.group == group)]
        _ask(rng, members, "source", wanted, stratum=_centre)
    rest = [case for case in agreed if case.centre == "moscow" and case.group == "unanswered"]
    _ask(rng, rest, "source", figures.SOURCES["moscow", "foreigners"], stratum=_centre)
    for centre, regions in figures.REGIONS.items():
        _ask(rng, [case for case in agreed if case.centre == centre], "region", regions, stratum=_centre)


def _about_permits_and_mediators(rng: Random, foreigners: list[Case]) -> None:
    """Why there is no permit, and who knows whom to turn to for work. Last: no other answer hangs on these."""
    without = [case for case in foreigners if case.answers.get("work_permit") == "no"]
    early = {"early": figures.NO_PERMIT_EARLY_2008}
    _ask(rng, without, "no_permit", figures.NO_PERMIT, stratum=_when, lean=_table(early))
    in_search = [case for case in foreigners if case.answers.get("job_search", "") in figures.JOB_SEARCH]
    for question, known in figures.KNOWS.items():
        for centre in sorted({case.centre for case in in_search}):
            members = [case for case in in_search if case.centre == centre]
            _ask(rng, members, question, known.get(centre, known["moscow"]), stratum=_centre)


def _when(case: Case) -> str:
    return "early" if (case.first_day.year, case.first_day.month) in figures.SET_MONTHS else ""


def _ask(
    rng: Random,
    members: list[Case],
    question: str,
    wanted: Mapping[str, float],
    *,
    stratum: Stratum,
    lean: Lean | None = None,
) -> None:
    """Let the usual part of the members answer, in the wanted shares."""
    answered = round(len(members) * figures.REPLIES[question][0] / 100)
    _reply(rng, members, question, shared_out(answered, wanted), stratum=stratum, lean=lean)


def _reply(
    rng: Random,
    members: list[Case],
    question: str,
    quotas: Mapping[str, int],
    *,
    stratum: Stratum,
    lean: Lean | None = None,
    replies: tuple[float, float, float] | None = None,
) -> None:
    """Hand out exact answers, and to the others their silence. A code leans as often as it is wanted."""
    _, declined, unknown = replies or figures.REPLIES[question]
    counts = dict(quotas)
    counts["declined"] = round(len(members) * declined / 100)
    counts["unknown"] = round(len(members) * unknown / 100)
    counts[""] = len(members) - sum(counts.values())
    codes = deal(
        rng,
        [stratum(case) for case in members],
        counts,
        lambda code, each: counts[code] * (lean(code, each) if lean and code in quotas else 1.0),
    )
    _set(members, question, codes)


def _set(members: list[Case], question: str, codes: list[str]) -> None:
    for case, code in zip(members, codes, strict=True):
        if code:
            case.answers[question] = code


def _centre(case: Case) -> str:
    return case.centre


def _table(leans: Mapping[str, Mapping[str, float]]) -> Lean:
    return lambda code, stratum: leans.get(stratum, {}).get(code, 1.0)
