"""Several people at one enquiry, in every order: nobody's text is replaced unseen, and who is late sees both.

Each editor holds a page, which grows old while the others act. `make test` tries some orders, `make torture` 10,000.
"""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.contacts.models import Contact
from bereg.core.tests.torture import say, share
from bereg.enquiries import actions, versions
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.questionnaire.queries import current_version
from conftest import make_user
from tests.opened import text_of
from tests.undone import undone

ROLES = (Role.OPERATOR, Role.OPERATOR, Role.SUPERVISOR, Role.LAWYER)
EDITORS = st.integers(0, len(ROLES) - 1)


class Setting:
    """The people, their browsers and one enquiry; made once, and every order of acts begins with it."""

    def __init__(self, centre: Centre) -> None:
        publish_standard()
        self.people = [make_user(centre, role, f"Editor {number}") for number, role in enumerate(ROLES)]
        self.browsers = [Client() for _ in ROLES]
        contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
        matter = Matter(consent=Consent.YES, narrative="text-0")
        registration = Registration(contact=contact, matter=matter, questionnaire=current_version(centre))
        self.pk = register_enquiry(registration=registration, by=self.people[0]).pk

    def sign_in(self) -> None:
        """Sign everybody in anew: what is taken back takes along that somebody was there, or got another key."""
        for browser, person in zip(self.browsers, self.people, strict=True):
            browser.force_login(person)

    def standing(self) -> Enquiry:
        return Enquiry._base_manager.get(pk=self.pk)


class Interleaving(RuleBasedStateMachine):
    """What the editors do, beside a plain account of what must stand."""

    setting: Setting  # given to a class of its own below, as hypothesis makes the machines itself

    def __init__(self) -> None:
        super().__init__()
        self.block = undone()
        self.block.__enter__()
        self.setting.sign_in()
        self.seen = [1] * len(ROLES)  # the version that each one's page was made of
        self.typed = 0
        self.text, self.version = "text-0", 1
        self.assignee, self.is_open, self.has_consent = 0, True, True
        self.contacts = 1
        self.drafts: dict[int, int] = {}  # whose, and over which version

    def teardown(self) -> None:
        self.block.__exit__(None, None, None)

    def send(self, who: int, act: str, **fields: object) -> Any:
        browser = self.setting.browsers[who]
        browser.cookies.pop("messages", None)
        return browser.post(reverse(f"desk:{act}", args=[self.setting.pk]), fields)

    def sees(self, who: int) -> bool:
        return ROLES[who] != Role.LAWYER or self.assignee == who

    def writes(self, who: int) -> bool:
        return ROLES[who] == Role.SUPERVISOR or self.assignee == who

    @rule(who=EDITORS)
    def open_the_page(self, who: int) -> None:
        address = reverse("desk:correct", args=[self.setting.pk])
        answer = self.setting.browsers[who].get(address)
        assert answer.status_code == (200 if self.writes(who) else 302 if self.sees(who) else 404)
        if answer.status_code == 200:
            # Their own draft comes back as it was begun: over what stood then, so that it cannot be saved unseen.
            self.seen[who] = self.drafts.get(who, self.version)
            assert f'name="version" value="{self.seen[who]}"' in answer.content.decode()

    @rule(who=EDITORS)
    def correct(self, who: int) -> None:
        self.typed += 1
        mine = f"text-{self.typed}-of-{who}"
        answer = self.send(who, "correct", consent="yes", narrative=mine, version=self.seen[who])
        shown = answer.content.decode()
        if not self.sees(who):
            assert answer.status_code == 404
        elif self.writes(who) and self.seen[who] == self.version:
            assert answer.status_code == 302
            self.text, self.version, self.has_consent = mine, self.version + 1, True
            self.drafts.pop(who, None)
        else:
            assert answer.status_code == 409
            assert mine in shown
            assert self.text in shown
            self.seen[who] = self.version  # the page that came back stands over what is stored now

    @rule(who=EDITORS)
    def keep_a_draft(self, who: int) -> None:
        answer = self.send(who, "correction_draft", consent="yes", narrative="draft", version=self.seen[who])
        may = self.writes(who) and self.seen[who] == self.version
        assert answer.status_code == (200 if may else 409 if self.sees(who) else 404)
        if may:
            self.drafts[who] = self.version

    @rule(who=EDITORS)
    def close_or_reopen(self, who: int) -> None:
        answer = self.send(who, "close" if self.is_open else "reopen")
        assert answer.status_code == (302 if self.sees(who) else 404)
        if self.sees(who):
            self.is_open, self.version = not self.is_open, self.version + 1

    @rule(who=EDITORS)
    def withdraw(self, who: int) -> None:
        self.send(who, "withdraw")
        if self.sees(who) and self.has_consent:
            self.text, self.has_consent, self.version = "", False, self.version + 1
            self.drafts.clear()

    @rule(who=EDITORS, is_late=st.booleans())
    def take_over(self, who: int, is_late: bool) -> None:
        answer = self.send(who, "take_over", version=self.version - is_late)
        if ROLES[who] == Role.LAWYER:
            assert answer.status_code == 403
        elif not is_late and self.assignee != who:
            self.assignee, self.version = who, self.version + 1

    @rule(who=EDITORS, to=EDITORS, is_late=st.booleans())
    def hand_over(self, who: int, to: int, is_late: bool) -> None:
        self.send(who, "assign", version=self.version - is_late, to=self.setting.people[to].pk)
        own = ROLES[who] == Role.OPERATOR and self.assignee == who and ROLES[to] == Role.LAWYER
        may = who != to and (ROLES[who] == Role.SUPERVISOR or own)
        if may and not is_late and self.assignee != to:
            self.assignee, self.version = to, self.version + 1

    @rule(who=EDITORS)
    def join(self, who: int) -> None:
        sent = {"act": "join_without", "joins": self.setting.standing().number, "channel": "phone"}
        answer = self.setting.browsers[who].post(reverse("desk:form", args=[uuid4()]), sent)
        assert answer.status_code == (302 if self.sees(who) else 422)
        if self.sees(who):
            self.contacts += 1
            # What a lawyer works on stays theirs; an operator takes it over on its page, where that is said.
            if not self.writes(who) and ROLES[self.assignee] != Role.LAWYER:
                self.assignee, self.version = who, self.version + 1

    @invariant()
    def what_stands_is_what_was_acknowledged(self) -> None:
        stands = self.setting.standing()
        assert (text_of(stands), stands.version) == (self.text, self.version)
        assert stands.assignee_id == self.setting.people[self.assignee].pk
        assert ((stands.closed_at is None), stands.consent == Consent.YES) == (self.is_open, self.has_consent)
        assert Contact._base_manager.filter(of_enquiry__enquiry=self.setting.pk).count() == self.contacts


def machine_of(setting: Setting) -> type[RuleBasedStateMachine]:
    return type("Orders", (Interleaving,), {"setting": setting})


def try_orders(centre: Centre, count: int, *phases: Phase) -> None:
    run_state_machine_as_test(
        machine_of(Setting(centre)),
        settings=settings(
            max_examples=count,
            stateful_step_count=12,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=phases or (Phase.generate, Phase.shrink),
        ),
    )


def test_some_orders(centre: Centre) -> None:
    try_orders(centre, 15)


def test_an_overwrite_would_be_noticed(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the comparison of versions away: then some order replaces a text unseen."""
    update = versions.change_one
    monkeypatch.setattr(actions, "change_one", lambda enquiry, columns, **only: update(enquiry, columns))
    with pytest.raises(AssertionError):
        try_orders(centre, 100, Phase.generate)


@pytest.mark.torture
def test_ten_thousand_orders(centre: Centre) -> None:
    orders = share(10_000)
    try_orders(centre, orders)
    say("S07", f"{orders} orders of acts of {len(ROLES)} people at one enquiry: 0 overwritten unseen")
