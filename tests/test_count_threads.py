"""Letters and questions are counted step by step, each in its own month; a closed month stays, whatever goes."""

import datetime as dt
from uuid import uuid4

import pytest

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.conversations import actions
from bereg.conversations.answering import answer
from bereg.conversations.choices import ThreadEnding, ThreadSource
from bereg.conversations.models import Thread, ThreadEvent
from bereg.conversations.receiving import IncomingMessage, begin
from bereg.counting.closing import close_month
from bereg.counting.queries import report_rows
from bereg.counting.tests.conftest import call, own_folder, version

__all__ = ["call", "own_folder", "version"]
MAY, JUNE = dt.date(2007, 5, 1), dt.date(2007, 6, 1)
IN_MAY, IN_JUNE = dt.datetime(2007, 5, 20, 9, tzinfo=dt.UTC), dt.datetime(2007, 6, 2, 9, tzinfo=dt.UTC)


def counted(table: str, month: dt.date = MAY) -> dict[str, int]:
    rows = report_rows(month, month)
    return {row.code: row.count for row in rows if row.table == table and row.count and row.centre == "all"}


@pytest.fixture
def asked(centre: Centre, version: object) -> Thread:
    """A question of May."""
    made = Thread(id=uuid4(), centre=centre, source=ThreadSource.WEB, language="ru")
    begin(made, IncomingMessage("An invented question.", at=IN_MAY))
    return made


def test_each_step_counts_in_its_own_month_and_stays(asked: Thread, operator: User, supervisor: User) -> None:
    assert counted("threads") == {"total": 1}
    assert counted("thread_source") == {"web": 1}
    close_month(month=MAY, by=supervisor)
    assert ThreadEvent._base_manager.get().at == dt.datetime(2007, 5, 1, 12, tzinfo=dt.UTC)  # no more than the month
    answer(id=uuid4(), thread=asked, version=None, text="An invented answer.", by=operator)
    now = Thread._base_manager.select_related("centre").get(pk=asked.pk)
    actions.close(thread=now, version=now.version, ending=ThreadEnding.ANSWERED, by=operator)
    ThreadEvent._base_manager.filter(counted_in=None).update(at=IN_JUNE)
    assert counted("thread_step") == {"begun": 1}
    assert counted("thread_step", JUNE) == {"taken": 1, "replied": 1, "closed": 1}
    assert counted("thread_taken", JUNE) == counted("thread_answered", JUNE) == {"3d_over": 1}
    assert counted("thread_ending", JUNE) == {"answered": 1}
    actions.erase(thread=Thread._base_manager.select_related("centre").get(pk=asked.pk), by=supervisor)
    assert counted("thread_step") == {"begun": 1}
    assert counted("thread_answered", JUNE) == {"3d_over": 1}


def test_a_contact_of_a_letter_counts_by_its_way(asked: Thread) -> None:
    assert counted("contact_channel") == {"web": 1}
    assert counted("disposition") == {"written": 1}
