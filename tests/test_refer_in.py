"""A partner refers somebody to us: what came is taken along through the form, and stored with the enquiry."""

import datetime as dt
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import cast
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Draft, Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.questionnaire.publishing import publish_standard
from bereg.reference.models import ReferenceEntry
from bereg.referrals.bodies import accounts
from bereg.referrals.models import ReferralIn
from conftest import make_user
from tests.at_once import at_once, sending
from tests.opened import draft_fields_of
from tests.told import entry_of

REFER_IN = "/referred-to-us/"
TOLD = {"partner": "Invented union", "channel": "letter", "came_on": "2026-01-02", "came_at": "", "topic": "quota"}
AGREED = {"consent": "yes", "narrative": "She looks for work."}


@pytest.fixture(autouse=True)
def questionnaire(db: None) -> None:
    publish_standard()


@pytest.fixture(autouse=True)
def union(supervisor: User, questionnaire: None) -> ReferenceEntry:
    """A partner of the directory."""
    return entry_of("organisation", "Invented union", by=supervisor, content={"sort": "diaspora"})


class HiddenFields(HTMLParser):
    """The fields of a form that were taken along, as a browser would send them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        is_sent = given.get("type") == "hidden" or "checked" in given
        if tag == "input" and name.startswith("along-") and is_sent:
            self.found[name] = given.get("value") or ""


def taken_along(desk: Client, pk: UUID) -> dict[str, str]:
    return HiddenFields(desk.get(reverse("desk:form", args=[pk])).content.decode()).found


def begun(desk: Client, shown: UUID | None = None, /, **changes: str) -> UUID:
    """Enter what a partner told, on a page that was shown with an id; return that of the form that begins with it."""
    answer = desk.post(REFER_IN, {"id": str(shown or uuid4()), **TOLD, **changes})
    pk = cast("UUID", resolve(answer.headers["Location"]).kwargs["pk"])
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("desk:form", args=[pk]))
    return pk


def saved(desk: Client, pk: UUID, typed: Mapping[str, str]) -> Enquiry:
    answer = desk.post(reverse("desk:form", args=[pk]), {**typed, **taken_along(desk, pk)})
    assert answer.status_code == 302, answer.content.decode()
    return Enquiry._base_manager.get(pk=pk)


def came_in() -> list[tuple[str, str, bool]]:
    """Return what stands of referrals in: with which enquiry, of which day, with a name or without."""
    found = ReferralIn._base_manager.order_by("came_on")
    return [(str(each.enquiry_id), str(each.came_on), each.is_named) for each in found]


def acts_of(kind: str) -> int:
    return ChainedAct.objects.filter(action=kind).count()


def test_the_form_begins_with_what_the_partner_told_and_saving_it_notes_the_referral(
    desk: Client, union: ReferenceEntry
) -> None:
    pk = begun(desk, is_named="on")
    page = desk.get(reverse("desk:form", args=[pk])).content.decode()
    assert "Invented union" in page
    assert '<option value="letter" selected>' in page
    assert ' value="2026-01-02"' in page
    enquiry = saved(desk, pk, AGREED)
    assert came_in() == [(str(pk), "2026-01-02", True)]
    assert ReferralIn._base_manager.get().partner == union
    assert acts_of("referral.came_in") == 1
    assert "Invented union" in desk.get(enquiry.get_absolute_url()).content.decode()


@pytest.mark.parametrize("consent", ["no", "not_asked"])
def test_without_consent_nothing_of_the_person_is_kept_but_that_a_partner_referred_somebody_is(
    desk: Client, consent: str
) -> None:
    pk = begun(desk)
    enquiry = saved(desk, pk, {**AGREED, "consent": consent, "without": "yes"})
    assert (bytes(enquiry.narrative), enquiry.answers, enquiry.consent) == (b"", {}, consent)
    assert came_in() == [(str(pk), "2026-01-02", False)]
    assert "Invented union" in desk.get(enquiry.get_absolute_url()).content.decode()


def test_correcting_an_enquiry_without_consent_leaves_who_referred(desk: Client) -> None:
    pk = begun(desk)
    enquiry = saved(desk, pk, {"consent": "no"})
    typed = {"consent": "no", "version": str(enquiry.version), "topics": "quota"}
    assert desk.post(reverse("desk:correct", args=[pk]), typed).status_code == 302
    assert len(came_in()) == 1


def test_that_a_partner_referred_somebody_stays_when_the_consent_goes_and_the_page_says_so(
    desk: Client, operator: User
) -> None:
    enquiry = saved(desk, begun(desk), AGREED)
    said = desk.get(reverse("desk:withdraw", args=[enquiry.pk])).content.decode()
    assert said.index("who referred the person to us") > said.index("the code word")
    withdraw_consent(enquiry=enquiry, by=operator)
    assert len(came_in()) == 1


def test_a_draft_keeps_what_came_before_the_form_whatever_the_consent(desk: Client) -> None:
    pk = begun(desk)
    along = taken_along(desk, pk)
    assert len(along) == 3
    kept = desk.post(reverse("desk:draft", args=[pk]), {"consent": "no", "narrative": "x", "along-other": "x", **along})
    assert kept.status_code == 200
    assert taken_along(desk, pk) == along
    assert set(draft_fields_of(Draft._base_manager.get())) == {"consent", *along}


def test_a_form_that_was_refused_keeps_it(desk: Client) -> None:
    pk = begun(desk)
    wrong = {"consent": "yes", "started_on": "2999-01-01", **taken_along(desk, pk)}
    answer = desk.post(reverse("desk:form", args=[pk]), wrong)
    assert answer.status_code == 422
    assert HiddenFields(answer.content.decode()).found == taken_along(desk, pk)
    assert not came_in()


def test_sent_twice_it_is_one(desk: Client) -> None:
    shown = uuid4()
    pk = begun(desk, shown)
    typed = {**AGREED, **taken_along(desk, pk)}
    assert [desk.post(reverse("desk:form", args=[pk]), typed).status_code for _ in range(2)] == [302, 302]
    assert (len(came_in()), acts_of("referral.came_in"), Enquiry._base_manager.count()) == (1, 1, 1)
    again = desk.post(REFER_IN, {"id": str(shown), **TOLD})
    assert again.status_code == 302
    assert desk.get(again.headers["Location"]).headers["Location"] == reverse("desk:saved", args=[pk])
    assert (Draft._base_manager.count(), len(came_in())) == (0, 1)


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_it_is_one(operator: User, serve: None) -> None:
    browser = Client()
    browser.force_login(operator)
    pk = begun(browser)
    typed = {**AGREED, **taken_along(browser, pk)}
    assert at_once(*[sending(browser, reverse("desk:form", args=[pk]), typed)] * 2) == [302, 302]
    assert (len(came_in()), acts_of("referral.came_in")) == (1, 1)


def test_the_page_sent_again_puts_the_partner_right_and_leaves_what_was_typed_since(
    desk: Client, supervisor: User
) -> None:
    other = entry_of("organisation", "Invented embassy", by=supervisor, content={"sort": "embassy"})
    shown = uuid4()
    pk = begun(desk, shown, is_named="on")
    typed = {**AGREED, **taken_along(desk, pk)}
    desk.post(reverse("desk:draft", args=[pk]), typed)
    desk.post(REFER_IN, {"id": str(shown), **TOLD, "partner": "Invented embassy"})
    assert "She looks for work." in desk.get(reverse("desk:form", args=[pk])).content.decode()
    along = taken_along(desk, pk)
    assert along["along-partner"] == str(other.pk)
    assert "along-named" not in along


def test_who_empties_the_box_notes_no_referral(desk: Client) -> None:
    pk = begun(desk)
    along = taken_along(desk, pk)
    del along["along-referral"]
    page = desk.post(reverse("desk:form", args=[pk]), {**AGREED, "act": "refresh", **along}).content.decode()
    assert "Invented union" in page  # so that it can be ticked again
    desk.post(reverse("desk:form", args=[pk]), {**AGREED, **along})
    assert Enquiry._base_manager.filter(pk=pk).exists()
    assert not came_in()


def test_a_person_who_called_before_is_one_enquiry_with_the_first_partner(desk: Client, supervisor: User) -> None:
    entry_of("organisation", "Invented embassy", by=supervisor, content={"sort": "embassy"})
    first = uuid4()
    desk.post(reverse("desk:form", args=[first]), AGREED)
    number = Enquiry._base_manager.get().number
    for changes in ({}, {"partner": "Invented embassy", "came_on": "2026-01-05"}):
        pk = begun(desk, **changes)
        joined = {"consent": "not_asked", "joins": number, "act": "join", **taken_along(desk, pk)}
        assert desk.post(reverse("desk:form", args=[pk]), joined).status_code == 302
    assert came_in() == [(str(first), "2026-01-02", False)]
    assert Contact._base_manager.count() == 3


def test_a_form_with_a_referral_alone_is_no_form_on_which_nothing_is_noted(desk: Client) -> None:
    enquiry = saved(desk, begun(desk), {"consent": "not_asked"})
    assert enquiry.consent == Consent.NOT_ASKED


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"partner": "Nobody"}, "nothing of this name"),
        ({"came_on": "2999-01-01"}, "still to come"),
        ({"came_at": "25:61"}, "no such time"),
        ({"channel": "pigeon"}, "Select a valid choice"),
        ({"topic": "x"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_stays_on_the_page(desk: Client, wrong: dict[str, str], said: str) -> None:
    answer = desk.post(REFER_IN, {"id": str(uuid4()), **TOLD, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "2026-01-02" in answer.content.decode() or "came_on" in wrong
    assert not Draft._base_manager.exists()


@pytest.mark.parametrize(
    "spoilt", ["partner=x", f"partner={uuid4()}", "referred-on=x"], ids=["no id", "no partner", "no day"]
)
def test_a_field_that_no_page_of_ours_sends_notes_nothing(desk: Client, spoilt: str) -> None:
    pk, (name, value) = begun(desk), spoilt.split("=")
    sent = {**AGREED, **taken_along(desk, pk), f"along-{name}": value}
    assert desk.post(reverse("desk:form", args=[pk]), sent).status_code == 302
    assert not came_in()


def test_the_line_is_the_one_that_brings_what_came(desk: Client, centre: Centre) -> None:
    pk = begun(desk)
    assert draft_fields_of(Draft._base_manager.get(pk=pk))["line"] == [str(centre.pk)]  # no line brings letters


def test_who_registers_nothing_has_no_such_page(client: Client, centre: Centre) -> None:
    client.force_login(make_user(centre, Role.ANALYST, "Analyst 03"))
    assert client.get(REFER_IN).status_code == 403


def test_a_draft_of_a_colleague_is_not_touched(desk: Client, centre: Centre, serve: None) -> None:
    shown = uuid4()
    begun(desk, shown)
    colleague = Client()
    colleague.force_login(make_user(centre, Role.OPERATOR, "Operator 09"))
    assert colleague.post(REFER_IN, {"id": str(shown), **TOLD}).status_code == 409
    assert Draft._base_manager.count() == 1


def test_referrals_are_seen_by_partner_both_ways(desk: Client, union: ReferenceEntry, supervisor: User) -> None:
    saved(desk, begun(desk, came_on=timezone.localdate().isoformat()), AGREED)
    today = timezone.localdate()
    (both,) = accounts(supervisor, today, today + dt.timedelta(days=1), today).partners
    assert (both.partner, both.to_us, both.to_them) == (union, 1, 0)
