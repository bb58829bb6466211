"""The figures of the demonstration as the public reads them: all months but the last, which waits to be closed."""

from datetime import date
from typing import Any

from bereg.accounts import approvals
from bereg.accounts.queries import person
from bereg.accounts.roles import Role
from bereg.counting import closing as months_closing
from bereg.counting import queries as statistics
from bereg.counting.months import Period, preceding
from bereg.demonstration.figures import FIRST_MONTH, LAST_MONTH
from bereg.demonstration.people import one_of
from bereg.publications import approving
from bereg.publications import queries as releases
from bereg.vault.unlocking import unlocked_for_demonstration

FIRST, LAST_CLOSED = date(*FIRST_MONTH, 1), preceding(date(*LAST_MONTH, 1))
MONTHS = (preceding(preceding(LAST_CLOSED)), preceding(LAST_CLOSED), LAST_CLOSED)  # the least that shows a course


def publish() -> bool:
    """Close the months and publish the last three closed ones, and all of them together; again, it changes nothing.

    After the demonstration stands, as its files are written at once: an interrupted one is finished by the next run.
    Return False where a gate did not hold under the noise that this demonstration has drawn: then the rest stays
    unpublished, as it would at a centre.
    """
    unlocked_for_demonstration()
    supervisor, colleague = (person(one_of(code, Role.SUPERVISOR)) for code in ("moscow", "petrozavodsk"))
    assert supervisor  # noqa: S101 - for the type checker; the demonstration hired both
    while (due := statistics.month_to_close()) and due <= LAST_CLOSED:
        months_closing.close_month(month=due, by=supervisor)
    out = {(each.first, each.last) for each in releases.editions()}
    for period in (Period(FIRST, LAST_CLOSED), *(Period(each, each) for each in MONTHS)):
        if (period.first, period.last) not in out and not _publish(period, supervisor, colleague):
            return False
    return True


def _publish(period: Period, supervisor: Any, colleague: Any) -> bool:
    from bereg.publishing import preparing

    release = preparing.prepare(period=period, by=supervisor)
    if not release.holds:
        return False
    approval = approvals.ask(kind=approving.KIND, target=str(release.pk), by=supervisor)
    approvals.decide(approval=approval, agrees=True, by=colleague)
    preparing.publish(release=release, by=supervisor)
    return True
