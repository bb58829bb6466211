"""An editor, and what a list says once it is taken in."""

import datetime as dt
import io

import pytest

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.quotas.reading import reads
from bereg.reference.drafts import Reading
from bereg.reference.register_lists import ListDifference, compare, take_in
from conftest import make_user

HEADING = "region,occupation,month,granted,used"
SOURCE = "an invented list"


@pytest.fixture
def editor(centre: Centre) -> User:
    return make_user(centre, Role.EDITOR, "Editor 01")


def read(*rows: str, heading: str = HEADING, encoding: str = "utf-8") -> Reading:
    return reads(io.BytesIO("\n".join((heading, *rows)).encode(encoding)), "list.csv")


def taken(reading: Reading, by: User, day: dt.date = dt.date(2008, 11, 1)) -> ListDifference:
    difference = compare("quota", reading)
    take_in(difference, source=SOURCE, as_of=day, by=by)
    return difference
