"""The demonstration year is plausible in each of its parts."""

import datetime as dt
import re

import pytest

from bereg.accounts.demonstration import PLACES
from bereg.centres.hours import Schedule
from bereg.demonstration.centres import CENTRES
from bereg.demonstration.topics import DANGER
from bereg.demonstration.year import Year, made_up
from bereg.questionnaire.parse import parse_text
from bereg.questionnaire.publishing import standard_source
from bereg.questionnaire.questions import TOPIC

INVENTED = re.compile("^8 800 000 00 |@example[.]org$|Invented|Вымышленная")
LAST_DAYS = dt.date(2008, 5, 1)


@pytest.fixture(scope="module")
def year() -> Year:
    return made_up()


def test_another_seed_makes_another_year(year: Year) -> None:
    assert made_up() == year
    assert made_up(1) != year


def test_every_answer_fits_the_standard_questionnaire(year: Year) -> None:
    form = parse_text(standard_source(), home_country="RU")
    topics = {choice.code for choice in form.questions[TOPIC].choices}
    for case in year.cases:
        assert form.problems(case.answers, home_country="RU") == {}
        assert form.cleaned(case.answers, "RU").items() == case.answers.items()
        assert set(case.topics) <= topics


def test_without_consent_nothing_about_the_person_is_made_up(year: Year) -> None:
    silent = [case for case in year.cases if not case.agreed]
    assert len(silent) > 200
    assert all((case.answers, case.narrative, case.call_back, case.outcome) == ({}, "", "", "") for case in silent)
    assert all(case.urgency == "normal" for case in silent)
    assert any(case.topics for case in silent)
    assert not any(occasion.said for case in silent for occasion in case.further)
    assert any(occasion.said for case in year.cases for occasion in case.further)


def test_calls_and_visits_come_while_the_centre_is_open(year: Year) -> None:
    schedules = {
        plan.code: Schedule(plan.time_zone, {day: (hours,) for day, hours in plan.week.items()}, country="RU")
        for plan in CENTRES
    }
    for case in year.cases:
        for occasion in (case.first_contact, *case.further):
            if occasion.channel in {"phone", "visit"} and occasion.disposition == "enquiry":
                hours = schedules[occasion.centre].on(occasion.started_at.date())
                assert any(opens <= occasion.started_at.time() < closes for opens, closes in hours), occasion


def test_the_machine_answers_in_the_evening(year: Year) -> None:
    voicemail = [occasion for occasion in year.astray if occasion.disposition == "voicemail"]
    evening = [occasion for occasion in voicemail if not 8 <= occasion.started_at.hour < 18]
    assert len(evening) > len(voicemail) / 2


def test_the_last_month_leaves_urgent_work_to_do(year: Year) -> None:
    still_open = [case for case in year.cases if case.closed_at is None and case.started_at.date() >= LAST_DAYS]
    assert any(case.urgency == "danger" and case.narrative and DANGER.intersection(case.topics) for case in still_open)
    assert sum(case.urgency != "normal" for case in still_open) >= 5


def test_what_people_left_reaches_nobody(year: Year) -> None:
    left = [case.call_back for case in year.cases if case.call_back]
    assert len(left) > 50
    assert all(text.startswith("8 800 000 00 ") or text.endswith("@example.org") for text in left)
    lines = [text for plan in CENTRES for line in plan.lines for text in line.address.values()]
    assert all(INVENTED.search(text) for text in lines)


def test_nobody_under_twenty_has_a_degree(year: Year) -> None:
    assert not [
        case for case in year.cases if "under_20" in case.answers.values() and "higher" in case.answers.values()
    ]


def test_every_centre_has_its_accounts() -> None:
    assert set(PLACES) == {plan.code for plan in CENTRES}
