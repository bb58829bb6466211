"""A trend notice: from matters of one kind, region and whole quarter to what leaves, without a number."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from bereg import environment
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.dispatch import stopping
from bereg.dispatch.choices import DispatchGround, DispatchKind
from bereg.dispatch.hindrances import why_not_signed
from bereg.dispatch.models import Dispatch
from bereg.enquiries.actions import correct_enquiry
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter
from bereg.reference.models import ReferenceEntry
from bereg.transfers.models import Transfer
from bereg.violations import actions, trend_notices
from bereg.violations.choices import ViolationKind
from bereg.violations.models import MatterRefusal, NoticeMatter, TrendNotice, Violation
from bereg.violations.quarters import latest_quarters
from bereg.violations.tests.conftest import browser_of, noted, registered, said, stands
from bereg.violations.trend_notice_text import LANGUAGES, notice_text
from bereg.violations.trend_notice_threshold import NoticeCell, enough_at, enough_of
from bereg.violations.trend_notices import WantedNotice
from conftest import make_user
from tests.opened import text_of


def permits(centre: Centre, by: User, count: int, **changes: Any) -> list[Violation]:
    """Raise so many refused permits of one region in the last whole quarter, each from an enquiry of its own."""
    wanted = {"kind": "permit", "told_further": "not_asked", **changes}
    return [noted(registered(centre, by), by, **wanted) for _ in range(count)]


def cell_of(centre: Centre) -> NoticeCell:
    return NoticeCell(centre, "permit", "RU-ARK", latest_quarters(centre)[1])


def written(centre: Centre, ministry: ReferenceEntry, by: User, language: str = "en") -> Dispatch:
    return trend_notices.write_notice(id=uuid4(), wanted=WantedNotice(cell_of(centre), ministry, language), by=by)


def test_a_notice_is_drafted_from_five_matters(
    centre: Centre, operator: User, lawyer: User, ministry: ReferenceEntry
) -> None:
    permits(centre, operator, 4)
    assert enough_at(centre) == []
    permits(centre, operator, 1)
    [enough] = enough_at(centre)
    assert (enough.cell, len(enough.matters)) == (cell_of(centre), 5)
    made = written(centre, ministry, lawyer)
    assert (made.kind, made.ground, made.enquiry_id) == (DispatchKind.NOTICE, DispatchGround.MATTERS, None)
    assert why_not_signed(made) == ""
    assert NoticeMatter._base_manager.count() == 5
    assert enough_at(centre) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(ViolationKind))
def test_it_says_several_and_no_number_but_that_of_the_quarter(kind: str, language: str, centre: Centre) -> None:
    quarter = latest_quarters(centre)[1]
    text = notice_text(kind=kind, region="RU-ARK", quarter=quarter, country="RU", signs=["wages"], language=language)
    numbers = re.findall(r"\d+", text)
    assert numbers == [str((quarter.month + 2) // 3), str(quarter.year)]
    assert {"ru": "Несколько", "en": "Several"}[language] in text
    assert {"ru": "Архангельская", "en": "Arkhangel"}[language] in text


def test_what_fewer_than_enough_told_is_not_in_it(
    centre: Centre, operator: User, lawyer: User, ministry: ReferenceEntry
) -> None:
    permits(centre, operator, 4, signs=("documents", "wages"))
    permits(centre, operator, 1, signs=("wages",))
    text = text_of(written(centre, ministry, lawyer), "content")
    assert "wages withheld" in text
    assert "documents kept" not in text


def test_a_chain_of_enquiries_is_one_matter(centre: Centre, operator: User) -> None:
    first, *_others = permits(centre, operator, 4)
    again = registered(centre, operator, previous=first.enquiry)
    noted(again, operator, kind="permit", told_further="not_asked")
    noted(registered(centre, operator, previous=again), operator, kind="permit", told_further="not_asked")
    assert enough_at(centre) == []


def test_what_was_passed_on_is_the_matter_of_where_it_began(
    centre: Centre, other_centre: Centre, operator: User
) -> None:
    there = make_user(other_centre, Role.OPERATOR, "Operator there")
    began = registered(other_centre, there)
    received = registered(centre, operator)
    Transfer._base_manager.create(
        centre=centre, enquiry=began, from_centre=other_centre, ground="agreed", state="accepted", received=received
    )
    noted(received, operator, kind="permit", told_further="not_asked")
    noted(registered(centre, operator, previous=received), operator, kind="permit", told_further="not_asked")
    permits(centre, operator, 4)
    [enough] = enough_at(centre)
    assert len(enough.matters) == 5
    assert began.pk in enough.matters


@pytest.mark.parametrize("where", ["here", "in another violation", "at another centre", "in an earlier enquiry"])
def test_a_matter_whose_person_said_no_is_in_none(
    centre: Centre, other_centre: Centre, operator: User, where: str
) -> None:
    made = permits(centre, operator, 5)
    match where:
        case "here":
            refused = said(centre, kind="permit", told_further="refused")
            actions.change(violation=stands(made[0]), version=1, said=refused, by=operator)
        case "in another violation":
            noted(made[0].enquiry, operator, kind="wages", told_further="refused")
        case "in an earlier enquiry":
            noted(registered(centre, operator, previous=made[0].enquiry), operator, told_further="refused")
        case _:
            there = make_user(other_centre, Role.OPERATOR, "Operator there")
            began = registered(other_centre, there)
            noted(began, there, told_further="refused")
            Transfer._base_manager.create(
                centre=centre,
                enquiry=began,
                from_centre=other_centre,
                ground="agreed",
                state="accepted",
                received=made[0].enquiry,
            )
    assert enough_at(centre) == []


def test_a_quarter_that_is_not_over_and_a_region_that_nobody_knows_are_in_none(centre: Centre, operator: User) -> None:
    permits(centre, operator, 5, quarter=latest_quarters(centre)[0])
    permits(centre, operator, 5, region="")
    assert enough_at(centre) == []


def test_other_regions_kinds_and_quarters_do_not_add_up(centre: Centre, operator: User) -> None:
    permits(centre, operator, 3)
    permits(centre, operator, 1, region="RU-MOW")
    permits(centre, operator, 1, kind="registration")
    permits(centre, operator, 1, quarter=latest_quarters(centre)[2])
    assert enough_at(centre) == []


def test_without_consent_a_matter_counts_too(centre: Centre, operator: User) -> None:
    permits(centre, operator, 4)
    noted(registered(centre, operator, Consent.NOT_ASKED), operator, kind="permit", told_further="not_asked")
    assert len(enough_at(centre)) == 1


def test_a_matter_is_in_one_notice_of_a_kind(
    centre: Centre, operator: User, lawyer: User, ministry: ReferenceEntry
) -> None:
    first = permits(centre, operator, 5)
    written(centre, ministry, lawyer)
    permits(centre, operator, 4)
    noted(registered(centre, operator, previous=first[0].enquiry), operator, kind="permit")
    assert enough_at(centre) == []
    permits(centre, operator, 1)
    [enough] = enough_at(centre)
    assert not set(enough.matters) & {each.enquiry_id for each in first}


def test_of_two_notices_for_the_same_matters_one_wins(
    centre: Centre, operator: User, lawyer: User, ministry: ReferenceEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    permits(centre, operator, 5)
    seen_by_both = enough_of(cell_of(centre))
    written(centre, ministry, lawyer)
    monkeypatch.setattr(trend_notices, "enough_of", lambda _cell: seen_by_both)
    with pytest.raises(trend_notices.NotEnoughError):
        written(centre, ministry, lawyer)
    assert TrendNotice._base_manager.count() == 1
    assert sorted(Dispatch._base_manager.values_list("state", flat=True)) == ["drafted", "stopped"]


def test_a_notice_that_is_stopped_frees_its_matters(
    centre: Centre, operator: User, lawyer: User, ministry: ReferenceEntry
) -> None:
    permits(centre, operator, 5)
    made = written(centre, ministry, lawyer)
    stopping.stop(dispatch=made, version=made.version, by=lawyer)
    assert len(enough_at(centre)) == 1
    written(centre, ministry, lawyer)
    assert NoticeMatter._base_manager.count() == 5


@pytest.mark.parametrize("how", ["refused", "withdrawn", "taken off", "of another region", "of another quarter"])
def test_a_notice_that_has_not_enough_matters_any_more_is_not_signed(
    centre: Centre, operator: User, lawyer: User, ministry: ReferenceEntry, how: str
) -> None:
    first, *_others = permits(centre, operator, 5)
    made = written(centre, ministry, lawyer)
    match how:
        case "refused":
            refused = said(centre, kind="permit", told_further="refused")
            actions.change(violation=stands(first), version=1, said=refused, by=operator)
        case "withdrawn":
            withdraw_consent(enquiry=Enquiry._base_manager.get(pk=first.enquiry_id), by=operator)
        case "taken off":
            actions.remove(violation=stands(first), version=1, by=operator)
        case _:
            region, quarter = first.region, first.quarter
            if how == "of another region":
                region = "RU-MOW"
            else:
                quarter = latest_quarters(centre)[2]
            corrected = said(centre, kind="permit", told_further="not_asked", region=region, quarter=quarter)
            actions.change(violation=stands(first), version=1, said=corrected, by=operator)
    assert "There are not enough matters any more" in why_not_signed(made)
    assert NoticeMatter._base_manager.filter(matter=first.enquiry_id).exists()  # it is used, whatever becomes of it


def test_nobody_elses_words_leave_as_a_notice(
    centre: Centre, operator: User, lawyer: User, ministry: ReferenceEntry
) -> None:
    permits(centre, operator, 5)
    made = written(centre, ministry, lawyer)
    made.content = made.content[:-1] + bytes([made.content[-1] ^ 1])
    assert "The words of a notice are the program's own" in why_not_signed(made)
    TrendNotice._base_manager.all().delete()
    assert "The program did not finish this notice" in why_not_signed(made)


def test_the_least_number_of_matters_is_only_raised(
    centre: Centre, operator: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    permits(centre, operator, 5)
    settings.NOTICE_MATTERS = 6
    assert enough_at(centre) == []
    for value, is_taken in (("6", True), ("5", True), ("4", False), ("0", False)):
        monkeypatch.setenv("BEREG_NOTICE_MATTERS", value)
        if is_taken:
            assert environment.number("BEREG_NOTICE_MATTERS", 5, least=5, greatest=100) == int(value)
        else:
            with pytest.raises(ImproperlyConfigured):
                environment.number("BEREG_NOTICE_MATTERS", 5, least=5, greatest=100)


def test_the_page_shows_the_words_and_drafts_them(
    centre: Centre, operator: User, lawyer: User, ministry: ReferenceEntry
) -> None:
    permits(centre, operator, 6)
    browser = browser_of(lawyer)
    page = browser.get(reverse("violations:violations")).content.decode()
    address = reverse("violations:new_notice", args=[centre.pk, cell_of(centre).code])
    assert address in page
    assert "6 matters" in page
    shown = browser.get(address).content.decode()
    assert "Several separate enquiries at our help line tell the same" in shown
    assert "Несколько" in shown
    assert browser.post(address, {"recipient": "", "language": "ru"}).status_code == 422
    sent = {"id": str(uuid4()), "recipient": str(ministry.pk), "language": "ru"}
    done = browser.post(address, sent)
    assert done.status_code == 302
    assert done["Location"] == Dispatch._base_manager.get().get_absolute_url()
    late = browser.post(address, sent)
    assert late.status_code == 409
    assert "a colleague was faster" in late.content.decode()
    assert (
        Dispatch._base_manager.get().get_absolute_url()
        in browser.get(reverse("violations:violations")).content.decode()
    )


def test_a_page_of_no_cell_or_of_another_centre_is_none(centre: Centre, other_centre: Centre, lawyer: User) -> None:
    browser = browser_of(lawyer)
    code = cell_of(centre).code
    for pk, asked in ((other_centre.pk, code), (centre.pk, "permit"), (centre.pk, "x_RU-ARK_2008-01-01")):
        assert browser.get(reverse("violations:new_notice", args=[pk, asked])).status_code == 404


@pytest.mark.parametrize("how", ["the consent is taken back", "the consent is corrected away"])
def test_a_no_outlives_the_consent_of_who_said_it(centre: Centre, operator: User, supervisor: User, how: str) -> None:
    made = permits(centre, operator, 5)
    refused = noted(made[0].enquiry, operator, kind="wages", told_further="refused")
    enquiry = Enquiry._base_manager.select_related("centre", "assignee", "questionnaire").get(pk=refused.enquiry_id)
    if how == "the consent is taken back":
        withdraw_consent(enquiry=enquiry, by=operator)
    else:
        correct_enquiry(enquiry=enquiry, version=enquiry.version, matter=Matter(Consent.NO, ("quota",)), by=operator)
    assert not Violation._base_manager.filter(enquiry=enquiry).exists()
    noted(registered(centre, operator, previous=enquiry), operator, kind="permit", told_further="not_asked")
    assert enough_at(centre) == []
    permits(centre, operator, 1)
    [enough] = enough_at(centre)
    assert enquiry.pk not in enough.matters
    assert [field.name for field in MatterRefusal._meta.fields] == ["id", "centre", "enquiry", "violation"]


def test_a_no_that_was_a_mistake_is_none(centre: Centre, operator: User) -> None:
    made = permits(centre, operator, 5)
    first, second = (noted(each.enquiry, operator, kind="wages", told_further="refused") for each in made[:2])
    assert enough_at(centre) == []
    yes = said(centre, kind="wages", told_further="agreed")
    actions.change(violation=stands(first), version=1, said=yes, by=operator)
    actions.remove(violation=stands(second), version=1, by=operator)
    assert len(enough_at(centre)) == 1
    assert not MatterRefusal._base_manager.exists()
