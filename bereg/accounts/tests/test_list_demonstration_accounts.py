"""The accounts that the sign-in page of the demonstration lists."""

import pytest
from django.utils import timezone
from pytest_django import Settings

from bereg.accounts.actions import create_user
from bereg.accounts.demonstration import ACCOUNTS, DEMONSTRATION_PASSWORD, DemonstrationAccount
from bereg.accounts.models import User
from bereg.accounts.queries import demonstration_accounts
from bereg.accounts.roles import Role

OPERATOR, LAWYER = ACCOUNTS[:2]


@pytest.fixture(autouse=True)
def _two_accounts(db: None) -> None:
    for account in (OPERATOR, LAWYER):
        create(account)


def create(account: DemonstrationAccount) -> User:
    return create_user(
        id=account.id,
        username=account.username,
        name=account.name,
        role=account.role,
        password=account.password,
        language="en",
        by=None,
    )


def test_there_is_one_account_a_role_and_centre() -> None:
    assert len({account.username for account in ACCOUNTS}) == len({account.id for account in ACCOUNTS}) == 3 * len(Role)
    assert {account.password for account in ACCOUNTS} == {DEMONSTRATION_PASSWORD}


def test_outside_the_demonstration_nobody_is_listed(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    assert demonstration_accounts() == []


def test_who_stands_is_listed_and_who_left_is_not(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    assert demonstration_accounts() == [OPERATOR, LAWYER]
    User.objects.filter(pk=LAWYER.id).update(closed_at=timezone.now())
    assert demonstration_accounts() == [OPERATOR]


def test_somebody_of_the_same_name_is_not_listed(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    User.objects.filter(pk=LAWYER.id).delete()
    create_user(username=LAWYER.username, name="Own", role=Role.LAWYER, password="own", language="en", by=None)
    assert demonstration_accounts() == [OPERATOR]
