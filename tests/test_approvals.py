"""The page of approvals: who sees what, deciding, being told, withdrawing, and the notices."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from bereg.accounts import approvals, wording
from bereg.accounts.models import Approval, Notice, User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries.outcomes import Consent
from conftest import make_user

LIST, NOTICES, TODAY = reverse("accounts:approvals"), reverse("accounts:notices"), reverse("desk:today")
TARGET = "2007-05 moscow"


@pytest.fixture
def second(centre: Centre) -> User:
    return make_user(centre, Role.SUPERVISOR, "Supervisor 02")


@pytest.fixture
def asked(supervisor: User, second: User) -> Approval:
    """The first supervisor asked for the figures of a month."""
    return approvals.ask(kind="figures.export", target=TARGET, by=supervisor)


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def decide(user: User, approval: Approval, decision: str = "yes", **more: str) -> int:
    address = reverse("accounts:decide", args=[approval.pk])
    return browser_of(user).post(address, {"decision": decision, **more}).status_code


def test_the_second_person_sees_it_and_decides_and_the_asker_is_told(
    asked: Approval, supervisor: User, second: User
) -> None:
    theirs = browser_of(second)
    page = theirs.get(LIST).content.decode()
    assert "Exact figures, not for publication: May 2007, Moscow" in page
    assert reverse("accounts:approval", args=[asked.pk]) in page
    assert 'id="agree"' in theirs.get(reverse("accounts:approval", args=[asked.pk])).content.decode()
    assert decide(second, asked) == 302
    own = browser_of(supervisor)
    assert "agreed, not done yet" in own.get(LIST).content.decode()
    assert "A second person agreed to what you asked for: export of exact figures" in own.get(TODAY).content.decode()


def test_the_asker_is_offered_no_decision_and_gets_none(asked: Approval, supervisor: User) -> None:
    own = browser_of(supervisor)
    assert 'id="agree"' not in own.get(reverse("accounts:approval", args=[asked.pk])).content.decode()
    refused = own.post(reverse("accounts:decide", args=[asked.pk]), {"decision": "yes"})
    assert refused.status_code == 409
    assert "Nobody decides on their own request" in refused.content.decode()
    asked.refresh_from_db()
    assert asked.decision == ""


def test_a_refusal_says_why(asked: Approval, supervisor: User, second: User) -> None:
    assert decide(second, asked, "no", note="too_much") == 302
    page = browser_of(supervisor).get(LIST).content.decode()
    assert "refused" in page
    assert "more than is needed" in page
    notice = "What you asked for was refused: export of exact figures (more than is needed)"
    assert notice in browser_of(supervisor).get(TODAY).content.decode()


def test_a_refusal_without_a_reason_is_told_as_one(asked: Approval, supervisor: User, second: User) -> None:
    assert decide(second, asked, "no") == 302
    page = browser_of(supervisor).get(NOTICES).content.decode()
    assert "What you asked for was refused: export of exact figures<" in page


@pytest.mark.parametrize("sent", [{}, {"decision": "perhaps"}])
def test_what_is_neither_yes_nor_no_decides_nothing(asked: Approval, second: User, sent: dict[str, str]) -> None:
    answer = browser_of(second).post(reverse("accounts:decide", args=[asked.pk]), sent)
    assert answer.status_code == 400
    asked.refresh_from_db()
    assert asked.decision == ""


def test_the_slower_of_two_is_told(asked: Approval, centre: Centre, second: User) -> None:
    third = make_user(centre, Role.ADMIN, "Administrator 01")
    assert decide(second, asked, "no") == 302
    late = browser_of(third).post(reverse("accounts:decide", args=[asked.pk]), {"decision": "yes"})
    assert late.status_code == 409
    assert "Supervisor 02" in late.content.decode()
    asked.refresh_from_db()
    assert (asked.decision, asked.decided_by) == ("no", second)


def test_a_withdrawn_request_waits_for_nobody(asked: Approval, supervisor: User, second: User) -> None:
    address = reverse("accounts:withdraw_approval", args=[asked.pk])
    assert browser_of(second).post(address).status_code == 404
    assert browser_of(supervisor).post(address).status_code == 302
    assert "No requests." in browser_of(second).get(LIST).content.decode()
    assert decide(second, asked) == 409
    assert browser_of(supervisor).post(address).status_code == 409
    assert not Notice.objects.filter(read_at=None).exists()
    asked.refresh_from_db()
    with translation.override("ru"):  # one word for this and for a consent, which is neuter too
        assert {wording.shown(asked, supervisor).state_name, str(Consent.WITHDRAWN.label)} == {"отозвано"}


def test_an_expired_request_says_so(supervisor: User, second: User) -> None:
    with time_machine.travel(dt.datetime.now(tz=dt.UTC) - dt.timedelta(hours=73), tick=False):
        old = approvals.ask(kind="figures.export", target=TARGET, by=supervisor)
    page = browser_of(second).get(LIST).content.decode()
    assert "expired" in page
    assert "No requests." in page
    assert decide(second, old) == 409


def test_another_centres_request_is_as_if_there_were_none(asked: Approval, other_centre: Centre) -> None:
    stranger = browser_of(make_user(other_centre, Role.SUPERVISOR, "Supervisor 09"))
    assert "Moscow" not in stranger.get(LIST).content.decode().partition("<main")[2]
    assert stranger.get(reverse("accounts:approval", args=[asked.pk])).status_code == 404
    assert stranger.post(reverse("accounts:decide", args=[asked.pk]), {"decision": "yes"}).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SUPERVISOR, Role.ADMIN}))
def test_other_roles_decide_nothing(asked: Approval, centre: Centre, role: Role) -> None:
    somebody = make_user(centre, role, "Somebody")
    assert browser_of(somebody).get(LIST).status_code == 403
    assert decide(somebody, asked) == 403


def test_what_was_done_alone_is_seen_by_who_comes_later(centre: Centre, supervisor: User) -> None:
    approvals.use_or_alone(kind="figures.export", target=TARGET, by=supervisor)
    later = make_user(centre, Role.ADMIN, "Administrator 01")
    assert "done alone" in browser_of(later).get(LIST).content.decode()


def test_an_act_of_the_command_line_is_asked_for_here_and_its_number_shown(centre: Centre, second: User) -> None:
    admin = make_user(centre, Role.ADMIN, "Administrator 01")
    own, ask, sent = browser_of(admin), reverse("accounts:ask_approval"), {"kind": "keys", "target": "escrow"}
    assert "Print the sheets of the root key" in own.get(LIST).content.decode()
    assert own.post(ask, {"kind": "keys", "target": "all"}).status_code == 400
    page = own.post(ask, sent).headers["Location"]
    approval = Approval.objects.get()
    number = f"bereg keys escrow --approval {approval.pk}"
    assert number not in own.get(page).content.decode()
    assert decide(second, approval) == 302
    assert number in own.get(page).content.decode()
    theirs = browser_of(second)
    assert number not in theirs.get(page).content.decode()
    assert ask not in theirs.get(LIST).content.decode()
    assert theirs.post(ask, sent).status_code == 403


def test_who_is_alone_gets_the_number_at_once(db: None) -> None:
    own = browser_of(make_user(None, Role.ADMIN, "Administrator 01"))
    page = own.post(
        reverse("accounts:ask_approval"), {"kind": "keys", "target": "escrow"}, follow=True
    ).content.decode()
    assert f"bereg keys escrow --approval {Approval.objects.get().pk}" in page
    assert "nobody else could decide, not done yet" in page


def test_a_notice_is_counted_in_the_header_shown_and_dismissed(asked: Approval, second: User) -> None:
    theirs = browser_of(second)
    notice = Notice.objects.get(person=second)
    for address in (TODAY, NOTICES, reverse("desk:find")):
        assert 'class="badge"' in theirs.get(address).content.decode(), address
    for address in (TODAY, NOTICES):
        page = theirs.get(address).content.decode()
        assert "A second person is needed: export of exact figures" in page
        assert TARGET not in page
    theirs.post(reverse("accounts:dismiss_notice", args=[notice.pk]), {"back": "today"})
    for address in (TODAY, NOTICES):
        page = theirs.get(address).content.decode()
        assert 'class="badge"' not in page
        assert "A second person is needed" not in page
    assert "There is nothing new" in theirs.get(NOTICES).content.decode()


def test_nobody_dismisses_anothers_notice(asked: Approval, second: User, operator: User) -> None:
    notice = Notice.objects.get(person=second)
    assert browser_of(operator).post(reverse("accounts:dismiss_notice", args=[notice.pk])).status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is None
