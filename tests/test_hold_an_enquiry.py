"""Holding an enquiry in the browser, lifting that with a second person, and the page of retention."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from bereg.accounts.models import Approval, Notice, User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.enquiries import texts
from bereg.enquiries.models import Draft, Enquiry
from bereg.retention import clock, holds, views
from bereg.retention import rules as retention
from bereg.retention.models import Clock, Hold
from bereg.vault.because import Because
from bereg.vault.erasing import erase
from bereg.vault.models import Key
from conftest import make_user
from tests.opened import answers_of, text_of
from tests.typed_material import publish_with_a_text

TOLD = "She asks for her passport."
REASON = "An invented order, number 16 of 2008"


@pytest.fixture(autouse=True)
def questionnaire(db: None) -> None:
    """The standard questionnaire is in force."""
    publish_with_a_text()


@pytest.fixture
def enquiry(desk: Client) -> Enquiry:
    pk = uuid4()
    sent = {"consent": "yes", "channel": "phone", "topics": ["documents"], "narrative": TOLD}
    assert desk.post(reverse("desk:form", args=[pk]), sent).status_code == 302
    return Enquiry._base_manager.get(pk=pk)


@pytest.fixture
def second(centre: Centre) -> User:
    return make_user(centre, Role.SUPERVISOR, "Supervisor 02")


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def browser(supervisor: User) -> Client:
    return browser_of(supervisor)


def form(person: User, **changes: str) -> dict[str, str]:
    until = timezone.localdate() + dt.timedelta(days=60)
    return {"code": "court", "reason": REASON, "until": until.isoformat(), "owner": str(person.pk), **changes}


def page(browser: Client, name: str, *arguments: object) -> str:
    answer = browser.get(reverse(name, args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def set_hold(browser: Client, enquiry: Enquiry, owner: User) -> Hold:
    assert browser.post(reverse("holds:hold", args=[enquiry.pk]), form(owner)).status_code == 302
    return Hold._base_manager.get(lifted_at=None)


def agree(second: User) -> None:
    asked = Approval.objects.get(decision="")
    assert browser_of(second).post(reverse("accounts:decide", args=[asked.pk]), {"decision": "yes"}).status_code == 302


@pytest.mark.parametrize("is_whole", [False, True], ids=["the text is left", "nothing is left"])
def test_a_reason_that_was_erased_is_said_to_be(
    browser: Client, enquiry: Enquiry, supervisor: User, is_whole: bool
) -> None:
    """A ledger that is played again takes the key of a reason, or the reason, whatever the hold's day is."""
    made = set_hold(browser, enquiry, supervisor)
    assert "The reason was erased after its period" not in page(browser, "holds:hold", enquiry.pk)
    erase(made, by=None, because=Because.RETENTION)
    if is_whole:
        Hold._base_manager.filter(pk=made.pk).update(reason=b"")
    shown = page(browser, "holds:hold", enquiry.pk)
    assert "The reason was erased after its period: 3 years after the end." in shown
    assert REASON not in shown


def test_a_hold_is_set_and_everybody_who_sees_the_enquiry_sees_it(
    browser: Client, desk: Client, enquiry: Enquiry, supervisor: User
) -> None:
    assert "Keep it beyond its time" in page(browser, "desk:enquiry", enquiry.pk)
    assert "Keep it beyond its time" not in page(desk, "desk:enquiry", enquiry.pk)
    made = set_hold(browser, enquiry, supervisor)
    assert (made.code, made.owner, made.record) == ("court", supervisor, enquiry.pk)
    for each in (browser, desk):
        shown = page(each, "desk:enquiry", enquiry.pk)
        assert "a court, an investigator" in shown
        assert REASON not in shown
    assert REASON in page(browser, "holds:hold", enquiry.pk)
    assert ChainedAct.objects.filter(action="text.revealed", target=str(made.pk)).count() == 1


@pytest.mark.parametrize("wrong", [{"code": "whim"}, {"reason": "short"}, {"until": "2001-01-01"}, {"owner": "x"}])
def test_a_form_with_a_mistake_keeps_what_was_typed(
    browser: Client, enquiry: Enquiry, supervisor: User, wrong: dict[str, str]
) -> None:
    answer = browser.post(reverse("holds:hold", args=[enquiry.pk]), form(supervisor, **wrong))
    assert answer.status_code == 422
    assert {**form(supervisor), **wrong}["reason"] in answer.content.decode()
    assert not Hold._base_manager.exists()


def test_who_is_slower_is_told(browser: Client, enquiry: Enquiry, supervisor: User, second: User) -> None:
    first = set_hold(browser, enquiry, supervisor)
    answer = browser_of(second).post(reverse("holds:hold", args=[enquiry.pk]), form(second))
    assert answer.status_code == 200  # the page of the hold that stands
    assert Hold._base_manager.get() == first


def test_two_people_lift_it(browser: Client, enquiry: Enquiry, supervisor: User, second: User) -> None:
    made = set_hold(browser, enquiry, supervisor)
    lift = reverse("holds:lift_hold", args=[enquiry.pk])
    assert browser.post(lift).status_code == 302
    assert holds.of(enquiry) == made
    assert enquiry.number in browser_of(second).get(reverse("accounts:approvals")).content.decode()
    agree(second)
    assert "Lift the hold" in page(browser, "holds:hold", enquiry.pk)
    assert browser.post(lift).status_code == 302
    assert holds.of(enquiry) is None


def test_another_centres_supervisor_finds_nothing(
    browser: Client, enquiry: Enquiry, supervisor: User, other_centre: Centre
) -> None:
    set_hold(browser, enquiry, supervisor)
    stranger = browser_of(make_user(other_centre, Role.SUPERVISOR, "Supervisor 09"))
    assert stranger.get(reverse("holds:hold", args=[enquiry.pk])).status_code == 404
    assert stranger.post(reverse("holds:lift_hold", args=[enquiry.pk])).status_code == 404
    assert "held" not in page(stranger, "retention:retention")


def test_the_page_of_retention_shows_periods_holds_and_what_nobody_closes(
    browser: Client, enquiry: Enquiry, supervisor: User, other_operator: User
) -> None:
    made = set_hold(browser, enquiry, supervisor)
    long_ago = timezone.now() - dt.timedelta(days=400)
    Hold._base_manager.update(reviewed_at=long_ago)
    Enquiry._base_manager.update(changed_at=long_ago)
    assert enquiry.number not in page(browser, "retention:retention")  # a contact has joined it meanwhile
    enquiry.contact_links.get().contact.__class__._base_manager.update(started_at=long_ago)
    shown = page(browser, "retention:retention")
    assert enquiry.number in shown
    assert reverse("holds:hold", args=[made.record]) in shown
    assert "look at it" in shown
    assert browser.post(reverse("holds:review_hold", args=[enquiry.pk])).status_code == 302
    assert "look at it" not in page(browser, "retention:retention")


def test_holds_that_were_looked_at_later_are_on_the_next_page(
    browser: Client, enquiry: Enquiry, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_SHOWN", 1)
    set_hold(browser, enquiry, supervisor)
    older = Hold._base_manager.get()
    newer = Hold._base_manager.get()
    newer.pk, newer.record = uuid4(), uuid4()
    newer._state.adding = True
    newer.reviewed_at = older.reviewed_at + dt.timedelta(days=1)
    newer.save(force_insert=True)
    pages = [browser.get(reverse("retention:retention"), {"page": each}) for each in ("1", "2")]
    assert [list(each.context["page"]) for each in pages] == [[older], [newer]]
    assert "Shown: 1 to 1." in pages[0].content.decode()
    assert "Next page" in pages[0].content.decode()


def test_no_count_tells_of_another_centre(
    browser: Client, enquiry: Enquiry, other_operator: User, other_centre: Centre
) -> None:
    theirs = Client()
    theirs.force_login(other_operator)
    sent = {"consent": "yes", "channel": "phone", "narrative": "Another matter.", "call_back": "an invented address"}
    for address in ("form", "draft"):
        theirs.post(reverse(f"desk:{address}", args=[uuid4()]), sent)
    stranger = make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")
    admin = browser_of(make_user(None, Role.ADMIN, "Administrator 01"))
    pages = [browser, browser_of(stranger), admin]

    def counts_of(one: Client) -> list[tuple[int, int, int, int | None]]:
        states = one.get(reverse("retention:retention")).context["states"]
        return [(each.due, each.overdue, each.held, each.erased) for each in states if each.rule.code != "sessions"]

    def counts() -> list[list[tuple[int, int, int, int | None]]]:
        return [counts_of(each) for each in pages]

    before = counts()
    assert not any(map(any, before[0]))
    of_theirs = Enquiry._base_manager.filter(centre=other_centre)
    long_ago = timezone.now() - dt.timedelta(days=4 * 366)
    of_theirs.update(opened_at=long_ago, closed_at=long_ago)
    Contact._base_manager.filter(centre=other_centre).update(started_at=long_ago)
    Draft._base_manager.filter(centre=other_centre).update(saved_at=long_ago)
    due = counts()
    assert due[0] == before[0]
    assert due[1] != before[1]
    assert due[2] != before[2]
    (held,) = of_theirs
    set_hold(pages[1], held, stranger)
    after = counts()
    assert after[0] == before[0]
    assert sum(each[2] for each in after[1]) == sum(each[2] for each in after[2]) == 2
    retention.erase_due()
    assert counts_of(browser) == before[0]
    for one, is_shown in zip(pages, (False, False, True), strict=True):
        told = page(one, "retention:retention")
        assert ("no erasure is copied off" in told) is is_shown  # nothing is backed up here, so nothing comforts


def test_an_administrator_sees_counts_and_no_enquiry(browser: Client, enquiry: Enquiry, supervisor: User) -> None:
    set_hold(browser, enquiry, supervisor)
    Enquiry._base_manager.update(changed_at=timezone.now() - dt.timedelta(days=400))
    shown = page(browser_of(make_user(None, Role.ADMIN, "Administrator 01")), "retention:retention")
    assert enquiry.number not in shown
    assert str(enquiry.pk) not in shown


def test_two_people_believe_a_clock_that_jumped(browser: Client, supervisor: User, second: User) -> None:
    then = timezone.now() - dt.timedelta(days=3)
    Clock.objects.create(boot="another", uptime_s=0, wall=then, seen_at=then)
    assert "The clock has jumped" in page(browser, "retention:retention")
    believe = reverse("retention:believe_clock")
    assert browser.post(believe).status_code == 302
    assert clock.doubt()
    assert Notice.objects.filter(person=second).count() == 1
    agree(second)
    assert browser.post(believe).status_code == 302
    assert clock.doubt() is None
    assert "The clock has jumped" not in page(browser, "retention:retention")


@pytest.mark.parametrize("way", ["withdraw", "correct to no", "take the text out"])
def test_nothing_of_a_held_enquiry_is_erased_even_at_the_persons_wish(
    desk: Client, enquiry: Enquiry, supervisor: User, second: User, way: str
) -> None:
    browser = browser_of(supervisor)
    made = set_hold(browser, enquiry, supervisor)
    sent = {"consent": "yes", "topics": ["documents"], "narrative": "", "version": str(enquiry.version)}
    sent |= {"consent": "no", "takes_back": "yes"} if way == "correct to no" else {}
    if way == "withdraw":
        page_after = desk.post(reverse("desk:withdraw", args=[enquiry.pk]), follow=True)
    else:
        page_after = desk.post(reverse("desk:correct", args=[enquiry.pk]), sent)
        assert page_after.status_code == 409
    assert "Two people can lift the hold" in page_after.content.decode()
    stands = Enquiry._base_manager.get(pk=enquiry.pk)
    is_gone = way != "take the text out"  # the consent is, and what stands is kept
    assert (stands.consent, stands.narrative) == ("withdrawn" if is_gone else "yes", enquiry.narrative)
    assert ("Nothing leaves on it any more" in page_after.content.decode()) == is_gone
    assert Key.objects.filter(record=enquiry.pk, kind="narrative").exists()
    told = Notice.objects.get(kind="hold.withdrawal")
    assert (told.person, told.target) == (supervisor, str(made.pk))
    browser.post(reverse("holds:lift_hold", args=[enquiry.pk]))
    agree(second)
    browser.post(reverse("holds:lift_hold", args=[enquiry.pk]))
    if is_gone:
        retention.erase_due()
    else:
        desk.post(reverse("desk:withdraw", args=[enquiry.pk]))
    assert Enquiry._base_manager.get(pk=enquiry.pk).consent == "withdrawn"
    assert not Key.objects.filter(record=enquiry.pk, kind="narrative").exists()


def test_where_its_owner_is_gone_everybody_who_may_own_it_is_told(
    desk: Client, enquiry: Enquiry, supervisor: User, second: User
) -> None:
    third = make_user(enquiry.centre, Role.SUPERVISOR, "Supervisor 03")
    set_hold(browser_of(supervisor), enquiry, supervisor)
    User.objects.filter(pk=supervisor.pk).update(closed_at=timezone.now())
    shown = desk.post(reverse("desk:withdraw", args=[enquiry.pk]), follow=True).content.decode()
    assert "Supervisor 02, Supervisor 03" in shown
    assert {each.person for each in Notice.objects.filter(kind=holds.WITHDRAWS)} == {second, third}
    User.objects.filter(role=Role.SUPERVISOR).update(closed_at=timezone.now())
    Enquiry._base_manager.update(consent="yes", consent_withdrawn_at=None)
    shown = desk.post(reverse("desk:withdraw", args=[enquiry.pk]), follow=True).content.decode()
    assert "nobody was told" in shown
    assert supervisor.name not in shown.partition("nobody was told")[0].rpartition("This enquiry is held")[2]


TELLING = {"consent": "yes", "topics": ["documents"], "narrative": TOLD, "a-material": "016", "call_back": "a friend"}


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"narrative": "x"}, 409),
        ({"narrative": f"{TOLD[:-1]}s."}, 409),
        ({"narrative": f"{TOLD} No."}, 409),
        ({"narrative": f"Above.\n{TOLD}"}, 409),
        ({"a-material": "017"}, 409),
        ({"call_back": "nobody"}, 409),
        ({"narrative": f"{TOLD}\r\n\r\nShe has it back."}, 302),
        ({"topics": ["quota"], "a-gender": "female", "outcome": "advised"}, 302),
    ],
)
def test_a_held_text_is_added_to_and_nothing_of_it_goes(
    browser: Client, desk: Client, supervisor: User, changed: dict[str, str], status: int
) -> None:
    pk = uuid4()
    desk.post(reverse("desk:form", args=[pk]), {**TELLING, "a-source": "leaflet", "channel": "phone"})
    enquiry = Enquiry._base_manager.get(pk=pk)
    set_hold(browser, enquiry, supervisor)
    sent = {**TELLING, "a-source": "leaflet", "version": str(enquiry.version), **changed}
    answer = desk.post(reverse("desk:correct", args=[pk]), sent)
    assert answer.status_code == status
    stands = Enquiry._base_manager.get(pk=pk)
    assert text_of(stands).startswith(TOLD)
    assert answers_of(stands)["material"] == "016"
    if status == 409:
        shown = answer.content.decode()
        assert "write what is new at a further contact" in shown
        assert all(escape(value) in shown for value in changed.values())
        for name in ("narrative", "typed_answers", "call_back", "version"):
            assert getattr(stands, name) == getattr(enquiry, name)


def test_a_hold_that_is_set_while_somebody_corrects_keeps_the_text(
    browser: Client, desk: Client, enquiry: Enquiry, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal = texts.seal

    def seal_meanwhile(items: Any) -> Any:
        set_hold(browser, enquiry, supervisor)
        return seal(items)

    monkeypatch.setattr(texts, "seal", seal_meanwhile)
    sent = {"consent": "yes", "topics": ["documents"], "narrative": "x", "version": str(enquiry.version)}
    assert desk.post(reverse("desk:correct", args=[enquiry.pk]), sent).status_code == 409
    assert text_of(Enquiry._base_manager.get(pk=enquiry.pk)) == TOLD


def test_a_held_text_that_cannot_be_opened_is_not_replaced(
    browser: Client, desk: Client, enquiry: Enquiry, supervisor: User
) -> None:
    damaged = bytes([*enquiry.narrative[:-1], enquiry.narrative[-1] ^ 1])
    Enquiry._base_manager.filter(pk=enquiry.pk).update(narrative=damaged)
    set_hold(browser, enquiry, supervisor)
    sent = {"consent": "yes", "topics": ["documents"], "version": str(enquiry.version), "unopened": "narrative"}
    replaced = sent | {"narrative": "x", "replace": "narrative"}
    assert desk.post(reverse("desk:correct", args=[enquiry.pk]), replaced).status_code == 409
    assert desk.post(reverse("desk:correct", args=[enquiry.pk]), sent).status_code == 302
    assert bytes(Enquiry._base_manager.get(pk=enquiry.pk).narrative) == damaged
