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
from bereg.reference.models import ReferenceEntry
from bereg.violations import noticing
from bereg.violations.cells import NoticeCell, enough_at
from bereg.violations.models import NoticeMatter, TrendNotice
from bereg.violations.noticing import WantedNotice
from bereg.violations.quarters import latest_quarters
from bereg.violations.tests.conftest import browser_of, noted, registered
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
        patch.setattr(noticing, "take_matters", cut)
        with pytest.raises(SystemExit):
            noticing.write_notice(id=uuid4(), wanted=WantedNotice(cell, ministry, "ru"), by=lawyer)
    left = Dispatch._base_manager.select_related("centre", "recipient__published").get()
    assert "The program did not finish this notice" in why_not_signed(left)
    assert len(enough_at(centre)) == 1
    made = noticing.write_notice(id=uuid4(), wanted=WantedNotice(cell, ministry, "ru"), by=lawyer)
    assert why_not_signed(made) == ""
