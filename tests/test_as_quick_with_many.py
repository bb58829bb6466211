"""Pages look at no more rows when there are ten times as many: counted by the database itself, not timed.

How the month is copied, and what is counted: `many`.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db.models import F
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre, Membership
from bereg.consultations.choices import ConsultationKind, ConsultationWay, Profession
from bereg.consultations.models import Consultation
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.contacts.models import Contact
from bereg.counting import queries as statistics
from bereg.counting.facts import bring_up_to_date
from bereg.counting.months import Period
from bereg.dispatch.choices import DispatchGround, DispatchKind
from bereg.dispatch.models import Dispatch
from bereg.enquiries import finding, totals
from bereg.enquiries.models import Enquiry, EnquiryContact, Entry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registering_many import register_many
from bereg.enquiries.registration import Matter, Past, Registration
from bereg.questionnaire.publishing import publish_standard
from bereg.reference.models import ReferenceEntry
from bereg.retention import rules as retention
from bereg.searches.choices import MatchState
from bereg.searches.models import Match
from bereg.tasks.choices import TaskKind
from bereg.tasks.models import Task
from bereg.violations.models import Violation
from conftest import make_user
from tests.many import LONG, NOW, Act, counts, grow, grown, tell_the_planner
from tests.rosters import plan

BEGUN, FEW, MANY = 25, 16, 160  # enquiries, and copies of them: 425 and 4,025 in all
TELEPHONE = "8 916 000-00-16"


@pytest.fixture
def people(centre: Centre, supervisor: User, operator: User) -> dict[str, User]:
    """Who works at the centre."""
    return {
        "supervisor": supervisor,
        "operator": operator,
        "colleague": make_user(centre, Role.OPERATOR, "Operator 07"),
        "lawyer": make_user(centre, Role.LAWYER, "Lawyer 01"),
        "admin": make_user(centre, Role.ADMIN, "Admin 01"),
    }


@pytest.fixture
def begun(centre: Centre, people: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> Iterator[Enquiry]:
    """A month of a centre. Return the latest enquiry, which is open, and with whom to call back."""
    monkeypatch.setattr(finding, "LOOKED_AT", 100)
    monkeypatch.setattr(retention, "MOST_COUNTED", 50)
    monkeypatch.setattr(totals, "MOST", 100)
    with time_machine.travel(NOW, tick=False):
        version = publish_standard()
        made = [
            Registration(
                contact=ContactFields(centre=centre, channel=Channel.PHONE, started_at=NOW - dt.timedelta(days=day)),
                matter=Matter(
                    consent=Consent.YES if day % 5 else Consent.NO,
                    topics=("social",),
                    answers={"gender": "male"},
                    narrative="Asks of an invented matter.",
                    call_back=TELEPHONE if day == 1 else "",
                ),
                questionnaire=version,
                past=Past(closed_at=NOW if day > 3 else None, assignee=people["lawyer" if day == 2 else "operator"]),
            )
            for day in range(1, BEGUN + 1)
        ]
        register_many(registrations=made, contacts=[], by=people["operator"])
        # An index in which every value is the same SQLite does not use.
        Contact._base_manager.update(entered_at=F("started_at"))
        _give_parts(people)
        yield Enquiry._base_manager.order_by("-opened_at")[0]


def _give_parts(people: dict[str, User]) -> None:
    """Let something hang on enquiries, as on most that somebody has worked on; nobody opens its text here."""
    shelter = ReferenceEntry._base_manager.create(kind="organisation", owner=people["supervisor"])
    for enquiry in Enquiry._base_manager.filter(consent=Consent.YES).order_by("opened_at")[:5]:
        of_enquiry = {"centre": enquiry.centre, "enquiry": enquiry}
        Entry._base_manager.create(**of_enquiry, author=people["operator"], text=b"sealed")
        given = {
            "kind": ConsultationKind.values[0],
            "way": ConsultationWay.values[0],
            "minutes": 30,
            "given_on": NOW.date(),
        }
        author = {"author": people["lawyer"], "profession": Profession.LAWYER}
        Consultation._base_manager.create(**of_enquiry, **author, **given, note=b"sealed")
        asked = {"kind": DispatchKind.REFERRAL, "recipient": shelter, "ground": DispatchGround.CONSENT}
        Dispatch._base_manager.create(**of_enquiry, **asked, drafted_by=people["lawyer"])
        Violation._base_manager.create(**of_enquiry, kind="wages", quarter=NOW.date(), raised_by=people["operator"])
        found = {"search_centre": enquiry.centre, "relation": "parent", "band": "likely"}
        Match._base_manager.create(**of_enquiry, **found, state=MatchState.ASKED, asked_at=NOW)


def browsers(people: dict[str, User]) -> dict[str, Client]:
    made = {}
    for role, person in people.items():
        made[role] = Client()
        made[role].force_login(person)
    return made


@dataclass(frozen=True)
class Asking:
    """What asks for a page as somebody of a role, and demands its status."""

    of: dict[str, Client]

    def get(self, role: str, name: str, *args: object, **narrowed: str) -> Act:
        """Return the act of asking for a page."""

        def act() -> None:
            answer = self.of[role].get(reverse(name, args=args), narrowed)
            assert answer.status_code == 200, (role, name, answer.status_code)

        return act

    def post(self, role: str, name: str, status: int, **sent: str) -> Act:
        """Return the act of sending a form."""

        def act() -> None:
            assert self.of[role].post(reverse(name), sent).status_code == status

        return act


def pages(of: dict[str, Client], latest: Enquiry, people: dict[str, User]) -> dict[str, Act]:
    """Return the pages of a day, by name."""
    get, post = Asking(of).get, Asking(of).post
    return lists(of, latest, people) | {
        "find by the number alone": post("operator", "desk:open_enquiry", 302, typed=latest.number[4:]),
        "find by whom to call back": post("supervisor", "desk:find_contact", 200, contact=TELEPHONE),
        "today": get("operator", "desk:today"),
        "today of a supervisor": get("supervisor", "desk:today"),
        "today of a lawyer": get("lawyer", "desk:today"),
        "board": get("supervisor", "desk:board"),
        "open tasks": get("supervisor", "tasks:open_tasks"),
        "open tasks that are late": get("supervisor", "tasks:open_tasks", late="on"),
        "open tasks of somebody": get("supervisor", "tasks:open_tasks", holder=str(people["operator"].pk)),
        "a note to the next shift": get("colleague", "shifts:new_note"),
        "today of a colleague": get("colleague", "desk:today"),
        "an enquiry": get("operator", "desk:enquiry", latest.pk),
        "practice given": get("operator", "training:given_practices"),
        "retention": get("supervisor", "retention:retention"),
        "retention of an administrator": get("admin", "retention:retention"),
        "audit log": get("supervisor", "audit_review:acts"),
        "the month to close": statistics.month_to_close,
        "the months that there are": statistics.recorded_months,
        "the open month, unchanged": partial(bring_up_to_date, Period(NOW.date().replace(day=1), NOW.date())),
    }


def lists(of: dict[str, Client], latest: Enquiry, people: dict[str, User]) -> dict[str, Act]:
    """Return the ways to narrow the list and to put it in order, by name."""
    get, assignee = Asking(of).get, str(people["operator"].pk)
    return {
        "find": get("supervisor", "desk:find"),
        "find of an operator": get("operator", "desk:find"),
        "find of a lawyer": get("lawyer", "desk:find"),
        "find: mine": get("operator", "desk:find", mine="on"),
        "find: open": get("supervisor", "desk:find", open="on"),
        "find: of somebody, open": get("supervisor", "desk:find", open="on", assignee=assignee),
        "find: of somebody": get("supervisor", "desk:find", assignee=assignee),
        "find: a day": get("supervisor", "desk:find", first="2026-11-20", last="2026-11-20"),
        "find: a topic": get("supervisor", "desk:find", topic="social"),
        "find: a rare topic": get("supervisor", "desk:find", topic="police"),
        "find: a rare answer": get("supervisor", "desk:find", answer="gender:female"),
        "find: a rare way": get("supervisor", "desk:find", channel="visit"),
        "find: the oldest first": get("supervisor", "desk:find", order="oldest"),
        "find: by closing": get("supervisor", "desk:find", order="closed"),
        "find: by closing, a day": get("supervisor", "desk:find", order="closed", last="2026-11-20"),
        "find: mine by closing": get("operator", "desk:find", order="closed", mine="on"),
        "find: by number": get("supervisor", "desk:find", order="number"),
        "find: by number, of somebody": get("supervisor", "desk:find", order="number", assignee=assignee),
        "find: by number, open": get("supervisor", "desk:find", order="number", open="on"),
        "find of a lawyer by number": get("lawyer", "desk:find", order="number"),
        "find: by urgency": get("supervisor", "desk:find", order="urgent"),
        "find: longest without a contact": get("operator", "desk:find", order="quiet"),
        "find: totals": get("supervisor", "desk:find", totals="on"),
        "find: totals of a topic": get("supervisor", "desk:find", totals="on", topic="police"),
        "find: the next page": get("supervisor", "desk:find", after=str(finding.Position(NOW, latest.pk))),
    }


# What the copies are: of this month; of years ago, with texts that no night has erased yet; or of long ago, coarsened.
LEFT: dict[str, dict[str, Any]] = {
    "nothing is due": {},
    "every text is due": {
        "closed_at": NOW - dt.timedelta(days=800),
        "opened_at": F("opened_at") - dt.timedelta(days=900),
    },
    "everything is coarsened": {
        "closed_at": F("opened_at") - LONG,
        "opened_at": F("opened_at") - LONG,
        **dict.fromkeys(("narrative", "typed_answers", "code_word", "code_word_index"), b""),
    },
}


@pytest.mark.parametrize("left", LEFT)
def test_no_page_looks_at_more_when_there_is_more(
    left: str, begun: Enquiry, people: dict[str, User], centre: Centre, user_that_serves: str
) -> None:
    acts = pages(browsers(people), begun, people)
    del acts["board"]  # it counts the contacts of nine days, and each day has ten times as many here
    grow(range(1, FEW + 1), **LEFT[left])
    few = counts(acts, user_that_serves)
    grow(range(FEW + 1, MANY + 1), **LEFT[left])
    many = counts(acts, user_that_serves, few)
    assert Enquiry._base_manager.count() == BEGUN * (MANY + 1)
    assert ChainedAct.objects.count() > BEGUN * MANY
    assert not grown(few, many)


def test_two_centres_are_as_quick_as_one(
    begun: Enquiry, people: dict[str, User], other_centre: Centre, user_that_serves: str
) -> None:
    """No index holds the order of two centres together, so each is read apart."""
    Membership.objects.create(user=people["supervisor"], centre=other_centre)
    acts = {name: act for name, act in pages(browsers(people), begun, people).items() if name.startswith("find")}
    grow(range(1, FEW + 1))
    few = counts(acts, user_that_serves)
    grow(range(FEW + 1, MANY + 1))
    many = counts(acts, user_that_serves, few)
    assert not grown(few, many)


def promise(count: int, people: dict[str, User]) -> None:
    """Let so many more tasks be open: most are the operator's, some the lawyers', and half of them are late."""
    enquiries = list(Enquiry._base_manager.filter(consent=Consent.YES))
    Task._base_manager.bulk_create(
        Task(
            centre_id=enquiries[number % len(enquiries)].centre_id,
            enquiry=enquiries[number % len(enquiries)],
            kind=TaskKind.CALL_BACK if number % 4 else TaskKind.QUESTION,
            due_at=NOW + dt.timedelta(hours=number - count / 2),
            holder=people["operator"] if number % 4 else None,
            role="" if number % 4 else Role.LAWYER,
            made_by=people["operator"],
        )
        for number in range(count)
    )
    tell_the_planner()


def _leave_behind(people: dict[str, User]) -> None:
    """Let some leave, of whom one had tasks, which *Today* looks for among all that are open."""
    promise(2, people)
    leavers = [make_user(None, Role.OPERATOR, f"Operator {number}") for number in range(10, 30)]
    Task._base_manager.filter(holder=people["operator"]).update(holder=leavers[0])


def test_no_page_looks_at_more_when_more_is_promised(
    begun: Enquiry, people: dict[str, User], user_that_serves: str
) -> None:
    every = pages(browsers(people), begun, people)
    first_pages = ("today", "today of a supervisor", "today of a lawyer", "board")
    left = ("today of a colleague", "a note to the next shift")  # whoever has the tasks is off duty
    plan(begun.centre, people["colleague"])
    of_all = ("open tasks", "open tasks that are late", "open tasks of somebody")
    others = ("retention", "retention of an administrator", "the month to close", *left, *of_all)
    acts = {name: every[name] for name in (*first_pages, *others)}
    grow(range(1, FEW + 1))
    _leave_behind(people)
    promise(1_100, people)  # more are late than the board looks at
    few = counts(acts, user_that_serves)
    promise(5_000, people)
    behind = browsers(people)["colleague"].get(reverse("desk:today")).content.decode()
    assert "Open tasks of those off duty" in behind
    many = counts(acts, user_that_serves, few)
    assert not grown(few, many)


@pytest.mark.once("queries that are put together alike on both")
def test_what_is_due_in_parts_is_what_is_due(begun: Enquiry, people: dict[str, User]) -> None:
    promise(8, people)
    Task._base_manager.update(words=b"sealed")
    EnquiryContact._base_manager.filter(enquiry=begun).delete()
    later = NOW + dt.timedelta(days=4000)
    for rule in retention.rules():
        parts = rule.parts(later) if rule.parts else []
        if rule.due is None or len(parts) < 2:
            continue
        due = set(rule.due(later).values_list("pk", flat=True))
        in_parts = [pk for part in parts for pk in part.values_list("pk", flat=True)]
        assert due, rule.code
        assert set(in_parts) == due
        assert len(in_parts) == len(due)


@pytest.mark.once("queries that are put together alike on both")
@pytest.mark.parametrize("most", [5, 50])
def test_the_page_counts_as_the_command_does_up_to_its_bound(
    most: int, begun: Enquiry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "MOST_COUNTED", most)
    later = NOW + dt.timedelta(days=4000)
    shown = {state.rule.code: (state.due, state.overdue) for state in retention.states_everywhere(later)}
    whole = {state.rule.code: (state.due, state.overdue) for state in retention.states(later)}
    assert 5 < max(due for due, _ in whole.values()) < 50
    assert shown == {code: (min(due, most + 1), min(late, most + 1)) for code, (due, late) in whole.items()}
