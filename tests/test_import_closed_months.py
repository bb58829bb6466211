"""An old register that is imported after its months were closed counts in the first open one: said, and agreed to."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from bereg.centres.models import Centre
from bereg.counting.models import Month
from tests.importing import ROWS, Register

NOTE = "Note: 2 rows have a day in a month that is closed. They count in 2020-03, the first open one."


@pytest.fixture
def register(centre: Centre, tmp_path: Path) -> Register:
    return Register(tmp_path, rows=[*ROWS[:2], "3;01.03.2020;9:30;no;call;no;woman;25;papers;-"])


def test_where_no_month_is_closed_there_is_nothing_to_say(register: Register) -> None:
    assert "Note:" not in register.bring_in(dry_run=True)


def test_rows_of_closed_months_are_told_with_the_month_that_counts_them(register: Register) -> None:
    Month.objects.create(first_day=dt.date(2020, 2, 1), closed_at=timezone.now())
    assert NOTE in register.bring_in(dry_run=True)
    assert NOTE in register.bring_in()
    assert "Note:" not in register.bring_in()  # those that are there already were told
