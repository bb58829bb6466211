"""Combinations of codes that fewer than five matters share."""

import datetime as dt
from itertools import combinations
from random import Random
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries import rare_codes
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.rare_codes import FEWEST, SentCode, codes_of, rare_combinations
from bereg.questionnaire.models import Version
from conftest import make_user

UZBEK, FEMALE, YOUNG = SentCode("citizenship", "UZ"), SentCode("gender", "female"), SentCode("age", "20_29")
WAGES = SentCode("topics", "unpaid_wages")
BEGIN = dt.datetime(2008, 1, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def make(centre: Centre, questionnaire: Version) -> "Maker":
    return Maker(centre, questionnaire)


class Maker:
    """Stores enquiries with codes and nothing else."""

    def __init__(self, centre: Centre, questionnaire: Version) -> None:
        self.centre, self.questionnaire, self.made = centre, questionnaire, 0

    def __call__(self, times: int = 1, *codes: SentCode, **columns: object) -> list[Enquiry]:
        answers = {code.name: code.value for code in codes if code.name != "topics"}
        topics = "".join(f" {code.value}" for code in codes if code.name == "topics")
        rows = []
        for _time in range(times):
            self.made += 1
            column: dict[str, object] = {
                "id": uuid4(),
                "number": f"TST-2008-{self.made:05}",
                "centre": self.centre,
                "questionnaire": self.questionnaire,
                "consent": Consent.YES,
                "answers": answers,
                "topics": f"{topics} " if topics else "",
                "opened_at": (at := BEGIN + dt.timedelta(minutes=self.made)),
                "last_contact_at": at,
            }
            rows.append(Enquiry(**{**column, **columns}))
        return Enquiry._base_manager.bulk_create(rows)


def found(user: User, *codes: SentCode) -> dict[tuple[SentCode, ...], int]:
    return {each.codes: each.matters for each in rare_combinations(user=user, codes=codes)}


def test_a_code_that_few_have_is_rare_by_itself(make: Maker, operator: User) -> None:
    make(4, UZBEK)
    make(5, FEMALE)
    assert found(operator, UZBEK, FEMALE) == {(UZBEK,): 4}


def test_codes_that_many_have_may_be_rare_together(make: Maker, operator: User) -> None:
    make(5, UZBEK)
    make(5, FEMALE)
    make(5, YOUNG)
    make(1, UZBEK, FEMALE, YOUNG)
    make(5, FEMALE, YOUNG)
    assert found(operator, UZBEK, FEMALE, YOUNG) == {(UZBEK, FEMALE): 1, (YOUNG, UZBEK): 1}


def test_what_five_share_is_not_rare_and_nothing_asked_is_nothing(make: Maker, operator: User) -> None:
    make(5, UZBEK, FEMALE, WAGES)
    assert found(operator, UZBEK, FEMALE, WAGES) == {}
    assert found(operator) == {}


def test_a_chain_counts_once(make: Maker, operator: User) -> None:
    make(4, UZBEK, WAGES)
    [first] = make(1, UZBEK, WAGES)
    [second] = make(1, UZBEK, WAGES, previous=first)
    make(3, UZBEK, previous=second)
    make(1, WAGES, previous=first)
    assert found(operator, UZBEK, WAGES) == {}
    Enquiry._base_manager.filter(number="TST-2008-00001").delete()
    assert found(operator, UZBEK, WAGES) == {(UZBEK,): 4, (WAGES,): 4}


def test_codes_of_two_enquiries_of_a_chain_are_not_taken_together(make: Maker, operator: User) -> None:
    make(4, UZBEK, WAGES)
    [first] = make(1, UZBEK)
    make(1, WAGES, previous=first)
    assert found(operator, UZBEK, WAGES) == {(UZBEK, WAGES): 4}


def test_a_chain_whose_beginning_is_not_looked_at_counts_once(
    make: Maker, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    [first] = make(1)
    [second], [third] = make(1, previous=first), make(1, previous=first)
    for before in (second, third):
        make(3, UZBEK, previous=before)
    monkeypatch.setattr(rare_codes, "LOOKED_AT", 6)
    assert found(operator, UZBEK) == {(UZBEK,): 1}


def test_chains_that_begin_out_of_reach_are_taken_for_one(make: Maker, other_centre: Centre, operator: User) -> None:
    for _chain in range(6):
        [first] = make(1, centre=other_centre)
        make(1, UZBEK, previous=first)
    assert found(operator, UZBEK) == {(UZBEK,): 1}


def test_only_what_the_person_reaches_is_counted(
    make: Maker, centre: Centre, other_centre: Centre, operator: User
) -> None:
    make(3, UZBEK)
    make(5, UZBEK, centre=other_centre)
    make(5, UZBEK, mistake="twice")
    make(5, UZBEK, is_received=True)
    assert found(operator, UZBEK) == {(UZBEK,): 3}
    lawyer = make_user(centre, Role.LAWYER, "Lawyer 04")
    make(1, UZBEK, assignee=lawyer)
    assert found(lawyer, UZBEK) == {(UZBEK,): 1}


def test_one_of_several_answers_is_a_code(make: Maker, operator: User) -> None:
    make(5, answers={"signs": "a b"})
    make(1, answers={"signs": "bb c"})
    one, other, third = (SentCode("signs", value) for value in ("a", "b", "c"))
    assert found(operator, one, other) == {}
    assert found(operator, third) == {(third,): 1}


def test_topics_and_answers_become_single_codes() -> None:
    codes = codes_of(["unpaid_wages"], {"citizenship": "UZ", "signs": "a b"})
    assert codes == [WAGES, UZBEK, SentCode("signs", "a"), SentCode("signs", "b")]


def test_the_queries_stay_as_few_with_many_codes_and_long_chains(
    make: Maker, operator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    codes = [SentCode(f"question_{number}", "yes") for number in range(30)]
    make(50, *codes)
    [last] = make(1)
    for _step in range(10):
        [last] = make(1, *codes[:5], previous=last)
    with django_assert_max_num_queries(8):
        assert found(operator, *codes) == {}


@pytest.mark.parametrize("seed", range(5))
def test_what_is_counted_is_what_counting_one_by_one_finds(make: Maker, operator: User, seed: int) -> None:
    rng, codes = Random(seed), [UZBEK, FEMALE, YOUNG, WAGES, SentCode("region", "RU-MOW")]  # noqa: S311
    matters: list[list[set[SentCode]]] = []
    for _matter in range(40):
        enquiries = [{code for code in codes if rng.random() < 0.6} for _enquiry in range(rng.choice((1, 1, 1, 3)))]
        before = None
        for each in enquiries:
            [before] = make(1, *sorted(each), previous=before)
        matters.append(enquiries)
    shared = {
        together: sum(any(set(together) <= each for each in enquiries) for enquiries in matters)
        for size in range(1, 6)
        for together in combinations(sorted(codes), size)
    }
    rare = {together for together, count in shared.items() if count < FEWEST}
    smallest = {each for each in rare if not any(set(other) < set(each) for other in rare)}
    assert found(operator, *codes) == {each: shared[each] for each in smallest}
