"""Checks that tests ask for, draft and read again."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.dispatch.models import Dispatch
from bereg.enquiries.actions import assign_enquiry
from bereg.enquiries.models import Enquiry
from bereg.reference.models import ReferenceEntry
from bereg.violations import check_requests
from bereg.violations.check_requests import CheckAnswers
from bereg.violations.models import CheckRequest, Violation
from bereg.violations.queries import check_of
from bereg.violations.tests.conftest import SAWMILL, noted, registered, stands

ASKED = CheckAnswers("no", "Twenty work there.", "unknown", "Nobody asked.")


def given(enquiry: Enquiry, to: User, by: User) -> None:
    now = Enquiry._base_manager.select_related("centre", "assignee").get(pk=enquiry.pk)
    assign_enquiry(enquiry=now, version=now.version, to=to, by=by)


def asked(violation: Violation, lawyer: User, operator: User, **changes: Any) -> CheckRequest:
    """Hand the enquiry to the lawyer, who asks for a check."""
    given(violation.enquiry, lawyer, operator)
    check_requests.ask(violation=stands(violation), version=0, asked=replace(ASKED, **changes), by=lawyer)
    return now(violation)


def now(violation: Violation) -> CheckRequest:
    return check_of(stands(violation)).get()


def drafted(check: CheckRequest, to: ReferenceEntry, by: User) -> Dispatch:
    letter = check_requests.CheckLetter(to, SAWMILL.doing)
    made = check_requests.draft_check(id=uuid4(), check=check, version=check.version, letter=letter, by=by)
    return Dispatch._base_manager.select_related("centre", "enquiry", "recipient__published").get(pk=made.pk)


def unasked(centre: Centre, by: User, **changes: Any) -> Violation:
    return noted(registered(centre, by), by, **{"told_further": "not_asked", **changes})


def drafted_now(made: Dispatch) -> Dispatch:
    beside = ("centre", "enquiry__centre", "enquiry__assignee", "recipient__published")
    return Dispatch._base_manager.select_related(*beside).get(pk=made.pk)
