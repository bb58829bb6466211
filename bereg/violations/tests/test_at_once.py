"""Two at the same moment, and a cut in between: a matter is in one notice, and none is lost."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.dispatch.hindrances import why_not_signed
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.violations import check_requests, trend_notices
from bereg.violations.check_requests import CheckAnswers, CheckLetter
from bereg.violations.models import CheckRequest, NoticeMatter, TrendNotice, Violation
from bereg.violations.quarters import latest_quarters
from bereg.violations.queries import check_of
from bereg.violations.tests.conftest import browser_of, noted, registered, stands
from bereg.violations.trend_notice_threshold import NoticeCell, enough_at
from bereg.violations.trend_notices import WantedNotice
from conftest import make_user
from tests.at_once import at_once, sending

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cell(centre: Centre, operator: User) -> NoticeCell:
    """Five matters in it."""
    for _ in range(5):
        noted(registered(centre, operator), operator, kind="permit", told_further="not_asked")
    return NoticeCell(centre, "permit", "RU-ARK", latest_quarters(centre)[1])


def test_of_two_who_write_at_once_one_notice_uses_the_matters(
    centre: Centre, cell: NoticeCell, ministry: ReferenceEntry, serve: None
) -> None:
    lawyers = [make_user(centre, Role.LAWYER, f"Lawyer 0{number}") for number in (1, 2)]
    address = reverse("violations:new_notice", args=[centre.pk, cell.code])

    def form() -> dict[str, str]:
        return {"id": str(uuid4()), "recipient": str(ministry.pk), "language": "ru"}

    browsers: list[Client] = [browser_of(each) for each in lawyers]
    answers = at_once(*(sending(browser, address, form()) for browser in browsers))
    assert sorted(map(str, answers)) == ["302", "409"]
    assert (TrendNotice._base_manager.count(), NoticeMatter._base_manager.count()) == (1, 5)
    assert Dispatch._base_manager.filter(state="drafted").count() == 1


def test_a_cut_between_draft_and_matters_leaves_a_draft_that_nobody_signs(
    centre: Centre, cell: NoticeCell, ministry: ReferenceEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    lawyer = make_user(centre, Role.LAWYER, "Lawyer 01")

    def cut(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(trend_notices, "take_matters", cut)
        with pytest.raises(SystemExit):
            trend_notices.write_notice(id=uuid4(), wanted=WantedNotice(cell, ministry, "ru"), by=lawyer)
    left = Dispatch._base_manager.select_related("centre", "recipient__published").get()
    assert "The program did not finish this notice" in why_not_signed(left)
    assert len(enough_at(centre)) == 1
    made = trend_notices.write_notice(id=uuid4(), wanted=WantedNotice(cell, ministry, "ru"), by=lawyer)
    assert why_not_signed(made) == ""


@pytest.fixture
def two(centre: Centre, operator: User) -> tuple[User, Violation, Violation]:
    """A lawyer who has two enquiries of one firm, and asked for a check on the first."""
    lawyer = make_user(centre, Role.LAWYER, "Lawyer 01")
    first, second = (noted(registered(centre, operator), operator, told_further="not_asked") for _ in range(2))
    Enquiry._base_manager.filter(pk__in=[first.enquiry_id, second.enquiry_id]).update(assignee=lawyer)
    asked = CheckAnswers("no", "Twenty work there.", "unknown", "Nobody asked.")
    check_requests.ask(violation=stands(first), version=0, asked=asked, by=lawyer)
    return lawyer, stands(first), stands(second)


def test_of_two_windows_that_judge_at_once_one_does(two: tuple[User, Violation, Violation], serve: None) -> None:
    lawyer, first, second = two
    form = {"second": str(second.pk), "is_another": "on", "version": "1"}
    address = reverse("violations:judge", args=[first.pk])
    answers = at_once(*(sending(browser_of(lawyer), address, form) for _window in range(2)))
    assert sorted(map(str, answers)) == ["302", "409"]
    check = CheckRequest._base_manager.get()
    assert (check.second_id, check.judged_by, check.version) == (second.pk, lawyer, 2)


def test_of_two_windows_that_draft_at_once_one_draft_can_be_signed(
    two: tuple[User, Violation, Violation], ministry: ReferenceEntry, serve: None
) -> None:
    lawyer, first, second = two
    check = check_of(first).get()
    check_requests.judge_different(check=check, version=1, second=second, by=lawyer)
    form = {"recipient": str(ministry.pk), "version": "2", "doing": "planks are sawn"}
    address = reverse("violations:draft_check", args=[first.pk])
    answers = at_once(*(sending(browser_of(lawyer), address, form) for _window in range(2)))
    assert sorted(map(str, answers)) == ["302", "409"]
    beside = ("centre", "enquiry", "recipient__published")
    drafted = Dispatch._base_manager.filter(state="drafted").select_related(*beside).get()
    assert why_not_signed(drafted) == ""
    assert check_of(first).get().dispatch == drafted


def test_a_check_that_is_changed_while_it_is_signed_is_one_or_the_other(
    two: tuple[User, Violation, Violation], ministry: ReferenceEntry, serve: None
) -> None:
    lawyer, first, second = two
    check_requests.judge_different(check=check_of(first).get(), version=1, second=second, by=lawyer)
    letter = CheckLetter(ministry, "a sawmill")
    made = check_requests.draft_check(id=uuid4(), check=check_of(first).get(), version=2, letter=letter, by=lawyer)
    changed = {"recipient": str(ministry.pk), "version": "3", "doing": "planks are sawn"}
    answers = at_once(
        sending(browser_of(lawyer), reverse("violations:draft_check", args=[first.pk]), changed),
        sending(browser_of(lawyer), reverse("dispatch:sign", args=[made.pk]), {"version": "1"}),
    )
    assert sorted(map(str, answers)) == ["302", "409"]
    now = Dispatch._base_manager.select_related("centre", "enquiry", "recipient__published").get(pk=made.pk)
    assert (now.state, answers[1]) in {("signed", 302), ("drafted", 409)}
    assert why_not_signed(now) == ""
