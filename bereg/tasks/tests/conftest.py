"""What the tests of this room share."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.tasks import actions
from bereg.tasks.choices import TaskKind
from bereg.tasks.models import Task
from conftest import make_user

NUMBER = "the invented number 00-16"
NOTE = "Asks about a contract."
WORDS = "Did the owner give the passport back?"


@pytest.fixture
def lawyer(centre: Centre) -> User:
    """A lawyer of the centre, who has no enquiry."""
    return make_user(centre, Role.LAWYER, "Lawyer 01")


@pytest.fixture
def colleague(centre: Centre) -> User:
    """Another operator of the same centre."""
    return make_user(centre, Role.OPERATOR, "Operator 07")


@pytest.fixture
def enquiry(centre: Centre, operator: User) -> Enquiry:
    """An enquiry of the operator, whose person may be called back."""
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now() - dt.timedelta(days=3))
    matter = Matter(consent=Consent.YES, topics=("documents",), narrative=NOTE, call_back=NUMBER)
    registration = Registration(contact=contact, matter=matter, questionnaire=publish_standard())
    return register_enquiry(registration=registration, by=operator)


@pytest.fixture
def task(enquiry: Enquiry, operator: User) -> Task:
    """A call that the operator promised."""
    return made(enquiry, operator)


def promise(**changes: Any) -> actions.Promise:
    """Return a promise as a form gives it."""
    usual = actions.Promise(kind=TaskKind.CALL_BACK, due_at=timezone.now() + dt.timedelta(hours=2), words=WORDS)
    return replace(usual, **changes)


def made(enquiry: Enquiry | None, by: User, **changes: Any) -> Task:
    """Make a task on an enquiry, for whoever makes it unless something else is said."""
    changes = changes if {"holder", "role"} & changes.keys() else {"holder": by, **changes}
    centre = enquiry.centre if enquiry else Centre.objects.get(memberships__user=by)
    return stands(actions.make(id=uuid4(), centre=centre, enquiry=enquiry, promise=promise(**changes), by=by))


def asked(enquiry: Enquiry, by: User) -> Task:
    """Ask whoever is a lawyer something."""
    return made(enquiry, by, kind=TaskKind.QUESTION, role=Role.LAWYER)


def stands(task: Task) -> Task:
    """Return it as it stands."""
    return Task._base_manager.select_related("centre", "enquiry__centre", "holder", "made_by").get(pk=task.pk)
