"""Closed months of a few invented people, and the way from them to a published release."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bereg.accounts import approvals
from bereg.accounts.models import Approval, User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.core.routing import KEYS
from bereg.counting.closing import close_month
from bereg.counting.tests.conftest import Enquire
from bereg.publications.models import Release
from bereg.publishing import tasks
from bereg.publishing.models import Preparation
from bereg.vault import keyring
from bereg.vault.classes import SecretKind
from bereg.vault.models import Secret
from conftest import make_user

MAY, JUNE, JULY = date(2007, 5, 1), date(2007, 6, 1), date(2007, 7, 1)
PREPARE = reverse("publishing:prepare_release")
ONE_MONTH = {"first": "2007-05", "last": "2007-05"}
MANY, SOME, FEW = 40, 20, 3


@pytest.fixture
def closed(enquire: Enquire, supervisor: User) -> Iterator[None]:
    """May, in which many men and few women asked, and June of some men, closed. The noise is known.

    Two editions of so few figures break a gate under one secret in some dozens, as they should.
    """
    name = keyring._name(SecretKind.STATISTICS, None)
    Secret.objects.using(KEYS).bulk_create([keyring.new_secret(SecretKind.STATISTICS, name, None, bytes(range(32)))])
    enquire(citizenship="RU", gender="male", times=MANY)
    enquire(citizenship="TJ", gender="female", times=FEW)
    enquire("2007-06-10T12:00:00+00:00", citizenship="RU", gender="male", times=SOME)
    with time_machine.travel(datetime(2007, 7, 5, 9, tzinfo=UTC), tick=False):
        close_month(month=MAY, by=supervisor)
        close_month(month=JUNE, by=supervisor)
        yield


@pytest.fixture
def second(centre: Centre) -> User:
    return make_user(centre, Role.SUPERVISOR, "Supervisor 02")


@pytest.fixture
def browser(closed: None, supervisor: User) -> Client:
    browser = Client()
    browser.force_login(supervisor)
    return browser


@pytest.fixture(autouse=True)
def small_world(settings: Any) -> None:
    settings.DEMONSTRATION = True  # no second factor again; tests/test_dangerous_acts.py holds which acts ask


def prepared(browser: Client, **months: str) -> Release:
    answer = browser.post(PREPARE, {**ONE_MONTH, **months})
    assert answer.status_code == 302, answer.content.decode()
    asked = Preparation.objects.get(pk=answer.headers["Location"].rstrip("/").rsplit("/", 1)[1])
    tasks.prepare_release.func(preparation=str(asked.pk))
    asked.refresh_from_db()
    assert asked.release, asked.reason
    assert browser.get(answer.headers["Location"]).headers["Location"] == page_of(asked.release)
    return Release.objects.get(pk=asked.release)


def page_of(release: UUID) -> str:
    return reverse("publishing:release", args=[release])


def published(browser: Client, second: User, **months: str) -> Release:
    found = prepared(browser, **months)
    browser.post(reverse("publishing:ask_release", args=[found.pk]))
    approvals.decide(approval=Approval.objects.get(target=str(found.pk)), agrees=True, by=second)
    assert browser.post(reverse("publishing:publish_release", args=[found.pk])).status_code == 302
    found.refresh_from_db()
    return found
