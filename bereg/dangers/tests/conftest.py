"""What the tests of this room share."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.dangers import actions
from bereg.dangers.acts import RAISED
from bereg.dangers.models import Danger
from conftest import make_user

Raise = Callable[..., Danger]


@pytest.fixture
def lawyer(centre: Centre) -> User:
    return make_user(centre, Role.LAWYER, "Lawyer 01")


@pytest.fixture
def far_supervisor(other_centre: Centre) -> User:
    """A supervisor of another centre."""
    return make_user(other_centre, Role.SUPERVISOR, "Supervisor 09")


@pytest.fixture
def raised(centre: Centre, operator: User) -> Raise:
    """Raise an alarm, as long ago as is said."""

    def raise_it(minutes_ago: int = 0, form: UUID | None = None, by: User = operator) -> Danger:
        made = actions.raise_danger(id=uuid4(), centre=centre, form=form, by=by)
        at = timezone.now() - dt.timedelta(minutes=minutes_ago)
        Danger._base_manager.filter(pk=made.pk).update(raised_at=at)
        return stands(made)

    return raise_it


def stands(danger: Danger) -> Danger:
    """Return it as it stands."""
    return Danger._base_manager.select_related("centre", "taken_by").get(pk=danger.pk)


def told_of(danger: Danger) -> set[str]:
    """Return the names of those who have a notice of it before them."""
    waiting = Notice.objects.filter(kind=RAISED, target=str(danger.pk), read_at=None)
    return set(waiting.values_list("person__name", flat=True))
