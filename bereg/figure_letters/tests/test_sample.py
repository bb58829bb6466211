"""The demonstration has letters to a migration service, of which the last is overdue, and to a funder."""

import datetime as dt

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.counting.closing import close_month
from bereg.counting.months import Period
from bereg.counting.tests.conftest import Enquire
from bereg.figure_letters import paper, queries
from bereg.figure_letters.sample import FUNDER, FUNDER_FROM, LAST, SERVICE, SERVICE_FROM, renew
from bereg.figure_letters.tests.conftest import released
from tests.told import entry_of


def test_some_letters_are_answered_and_one_is_overdue(centre: Centre, supervisor: User, enquire: Enquire) -> None:
    enquire(citizenship="UZ", times=3)
    for month in Period(FUNDER_FROM, LAST):
        close_month(month=month, by=supervisor)
    for month in Period(SERVICE_FROM, LAST):
        released(month)
    for name in (SERVICE, FUNDER):
        entry_of("organisation", name, by=supervisor, content={"sort": "state"})
    renew(centre)
    letters = list(queries.letters_for(supervisor).defer(None))
    states = sorted((each.recipient.gets, each.first_month.isoformat(), each.state) for each in letters)
    assert states == [
        ("indicators", "2007-05-01", "answered"),
        ("indicators", "2007-08-01", "answered"),
        ("indicators", "2007-11-01", "answered"),
        ("indicators", "2008-02-01", "sent"),
        ("release", "2008-02-01", "answered"),
        ("release", "2008-03-01", "answered"),
    ]
    recipients = list(queries.recipients_for(supervisor))
    assert [each.period.first for each in queries.owed(recipients)] == [dt.date(2008, 4, 1)]
    for each in letters:
        assert paper.paper_of(each)["text"] == each.text  # which its digest allows
        assert len(each.reached) == (3 if each.recipient.is_exact else 0)
    renew(centre)
    assert queries.letters_for(supervisor).count() == 6


def test_without_what_it_is_made_of_there_is_none(centre: Centre, supervisor: User) -> None:
    renew(centre)
    assert not queries.recipients_for(supervisor)
