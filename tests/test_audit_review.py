"""The audit log as each role sees it: its own, its centre's, or the technical acts alone."""

import ast
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

import bereg
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.audit.act_words import beginnings, words
from bereg.audit.actions import Thing
from bereg.audit_review import unusual_reading
from bereg.audit_review.wording import GROUPS
from bereg.centres.models import Centre
from bereg.enquiries.parts import parts
from bereg.questionnaire.publishing import publish_standard
from conftest import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/audit/"
Register = Callable[..., UUID]


def browser_of(user: User) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def register() -> Register:
    """Let somebody register an enquiry."""
    publish_standard()

    def registered(user: User, **said: str) -> UUID:
        pk, sent = uuid4(), {"consent": "yes", **said}
        assert browser_of(user).post(reverse("desk:form", args=[pk]), sent).status_code == 302
        return pk

    return registered


def shown(user: User, **asked: str) -> list[Any]:
    answer = browser_of(user).get(ADDRESS, asked)
    assert answer.status_code == 200, answer.content
    return list(answer.context["lines"])


def whats(user: User, **asked: str) -> list[tuple[str, str]]:
    return [(line.what, line.on) for line in shown(user, **asked)]


def test_a_supervisor_sees_what_happened_at_their_centre_and_no_other(
    register: Register, operator: User, other_operator: User, supervisor: User
) -> None:
    register(operator)
    register(other_operator)
    lines = shown(supervisor, group="enquiries")
    assert {(line.who, line.on[:4]) for line in lines} == {("Operator 04", "MSK-")}
    assert {line.what for line in lines} == {"registered an enquiry", "recorded a contact"}
    page = browser_of(supervisor).get(ADDRESS).content.decode()
    assert "Operator 09" not in page
    assert "AST-" not in page


def test_an_operator_sees_their_own_acts_alone(
    register: Register, operator: User, supervisor: User, centre: Centre
) -> None:
    register(make_user(centre, Role.OPERATOR, "Operator 05"))
    register(operator)
    assert {line.who for line in shown(operator)} == {"Operator 04"}
    assert "person" not in browser_of(operator).get(ADDRESS).context["form"].fields


def test_an_administrator_sees_technical_acts_and_no_case(register: Register, operator: User, centre: Centre) -> None:
    enquiry = register(operator)
    audit.record("user.signed_in", target=operator, by=operator, because="password,totp")
    audit.record("text.revealed", target=Thing("enquiries.enquiry", str(enquiry)), by=operator, because="case_work")
    audit.refused("refused.404", target=Thing("desk:enquiry", str(enquiry)), by=operator)
    admin = make_user(centre, Role.ADMIN, "Administrator 01")
    assert ("signed in", "") in whats(admin)
    assert {line.what for line in shown(admin)} <= {
        str(act.sentence) for code, act in words().items() if is_technical(code)
    }
    page = browser_of(admin).get(ADDRESS).content.decode()
    assert "MSK-" not in page
    assert str(enquiry) not in page
    assert browser_of(admin).get(ADDRESS, {"group": "reading"}).status_code == 422


def is_technical(code: str) -> bool:
    return any(group.is_technical and code.startswith(beginnings()[name]) for name, group in GROUPS.items())


def test_signing_in_is_shown_to_the_supervisor_of_that_persons_centre(
    operator: User, other_operator: User, supervisor: User
) -> None:
    for person in (operator, other_operator):
        audit.record("user.signed_in", target=person, by=person, because="password")
    found = [line for line in shown(supervisor) if line.what == "signed in"]
    assert [(line.who, line.why) for line in found] == [("Operator 04", "by password")]


def test_the_number_of_an_enquiry_that_is_not_theirs_is_not_shown(
    register: Register, operator: User, other_operator: User, supervisor: User
) -> None:
    theirs = register(other_operator)
    assert browser_of(operator).get(reverse("desk:enquiry", args=[theirs])).status_code == 404
    [line] = [line for line in shown(supervisor) if line.what.startswith("asked for something")]
    assert (line.who, line.on, line.address) == ("Operator 04", "", "")


def test_the_record_is_narrowed_to_a_person_a_kind_and_an_enquiry(
    register: Register, operator: User, supervisor: User
) -> None:
    first, second = register(operator), register(supervisor)
    assert {line.who for line in shown(supervisor, person=str(operator.pk), group="enquiries")} == {"Operator 04"}
    [number] = {line.on for line in shown(supervisor, person=str(operator.pk), group="enquiries")}
    found = shown(supervisor, number=number)
    assert {line.on for line in found} == {number}
    assert {line.what for line in found} == {"registered an enquiry", "recorded a contact"}
    assert {line.address for line in found} == {reverse("desk:enquiry", args=[first])}
    assert str(second) not in repr(found)


def test_an_unknown_number_is_said_to_be_unknown(register: Register, other_operator: User, supervisor: User) -> None:
    register(other_operator)
    for number in ("AST-2026-00001", "MSK-2026-00077", "kingfisher"):
        answer = browser_of(supervisor).get(ADDRESS, {"number": number})
        assert answer.status_code == 404
        assert "No enquiry that you may see has this number." in answer.content.decode()


def test_it_is_this_week_unless_other_days_are_asked_for(supervisor: User, centre: Centre) -> None:
    for days in (0, 6, 7):
        with time_machine.travel(dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC) - dt.timedelta(days=days), tick=False):
            audit.record("centre.changed", target=centre, by=supervisor)
    with time_machine.travel(dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC), tick=False):
        browser = browser_of(supervisor)
        days_of = [f"{line.at:%d}" for line in browser.get(ADDRESS, {"group": "centres"}).context["lines"]]
        assert days_of == ["25", "19"]
        asked = {"first": "2026-11-18", "last": "2026-11-18"}
        assert [f"{line.at:%d %H:%M}" for line in browser.get(ADDRESS, asked).context["lines"]] == ["18 12:00"]
        assert browser.get(ADDRESS, {"first": "2026-11-19", "last": "2026-11-18"}).status_code == 422
        assert browser.get(ADDRESS, {"first": "9999-12-31"}).status_code == 422


def test_pages_follow_one_another(supervisor: User, centre: Centre) -> None:
    audit.record_many("centre.changed", targets=[centre] * 120, by=supervisor)
    browser = browser_of(supervisor)
    answers = [browser.get(ADDRESS, {"group": "centres", "page": page}) for page in ("1", "2", "3", "x")]
    assert [len(answer.context["lines"]) for answer in answers] == [50, 50, 20, 50]
    assert "group=centres&amp;page=2" in answers[0].content.decode()
    assert "Older" not in answers[2].content.decode()


def test_a_page_takes_few_statements_however_much_is_on_it(
    supervisor: User, centre: Centre, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    browser = browser_of(supervisor)
    browser.get(ADDRESS)
    for _ in range(2):
        audit.record_many("centre.changed", targets=[centre] * 20, by=supervisor)
        with django_assert_max_num_queries(10 + len(parts())):  # one for each kind of record that acts name
            browser.get(ADDRESS)


def codes(tree: ast.Module) -> Iterator[str]:
    """Yield the codes of acts that a module records."""
    named = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("audit.record", "audit.refused")):
            for part in ast.walk(node.args[0]):
                value = part.value if isinstance(part, ast.Constant) else named.get(getattr(part, "id", ""))
                if isinstance(value, str) and "." in value:
                    yield value


def test_every_act_has_its_words_and_its_kind() -> None:
    found = set()
    for file in Path(bereg.__file__).parent.rglob("*.py"):
        if "tests" not in file.parts:
            found |= set(codes(ast.parse(file.read_text(encoding="utf-8"))))
    assert {"enquiry.registered", "text.revealed", "user.reset"} <= found
    assert found - set(words()) == set()
    assert beginnings().keys() == GROUPS.keys()
    of_kinds = {code: [name for name in GROUPS if code.startswith(beginnings()[name])] for code in words()}
    assert {code: kinds for code, kinds in of_kinds.items() if len(kinds) != 1} == {}


def test_a_real_reading_counts_and_the_notice_leads_to_the_acts(
    register: Register, operator: User, supervisor: User, settings: Any
) -> None:
    settings.ALARM_RECORDS = 2
    for _ in range(2):
        address = reverse("desk:enquiry", args=[register(operator, narrative="An invented matter.")])
        assert browser_of(operator).get(address).status_code == 200
    assert unusual_reading.look() == 1
    page = browser_of(supervisor).get(reverse("desk:today")).content.decode()
    assert "Operator 04 read the texts of 2 records within an hour" in page
    assert f"{ADDRESS}?person={operator.pk}" in page
    assert shown(supervisor, person=str(operator.pk))
