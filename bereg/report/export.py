"""Exact figures that leave the program: one person asks, a second one agrees, the first one takes them, once."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.accounts import approvals, kinds
from bereg.accounts.models import Approval, User
from bereg.accounts.permissions import Permission
from bereg.audit import actions as audit
from bereg.centres import queries as centres
from bereg.centres.grants import works_at_all
from bereg.counting import months, queries
from bereg.counting.catalogue import ALL
from bereg.counting.models import Month
from bereg.counting.months import Period
from bereg.counting.queries import ReportRow
from bereg.counting.wording import Labels, period_name
from bereg.report.page import ReportChoice

KIND = "figures.export"
MARKED = "marked"  # the column of the mark
DEMONSTRATION, COMMAND, PAGE = (
    "demonstration",
    "command",
    "page",
)  # without a person: why, and how


class ElsewhereError(Exception):
    """The figures are of a centre at which the person does not work."""


@dataclass(frozen=True)
class ExportRequest:
    """The figures that leave: of which months, of which centre or all."""

    period: Period
    centre: str = ALL

    @property
    def target(self) -> str:
        """Write it as a request keeps it, such as `2007-05/2008-05 moscow`."""
        return f"{self.period} {self.centre}"

    def named(self, ending: str) -> str:
        """Name the file that is handed out."""
        return f"figures-exact-{str(self.period).replace('/', '-to-')}-{self.centre}.{ending}"

    @classmethod
    def read(cls, target: str) -> "ExportRequest":
        """Read what `target` wrote."""
        period, _space, centre = target.partition(" ")
        first, _slash, last = period.partition("/")
        return cls(Period(months.parse(first), months.parse(last or first)), centre)

    def rows(self) -> list[ReportRow]:
        """Return the figures."""
        return queries.report_rows(
            self.period.first, self.period.last, centre=None if self.centre == ALL else self.centre
        )


@dataclass(frozen=True)
class Taken:
    """Figures that left, and the mark that each of their lines carries: when, who, by which agreement."""

    rows: list[ReportRow]
    mark: str = ""  # empty: figures of the demonstration, which are invented


def lines(taken: Taken) -> Iterator[list[object]]:
    """Return the figures as the lines of a table, its head first; the mark, where there is one, is the last column."""
    mark = [taken.mark] if taken.mark else []
    yield [*(field.name for field in fields(ReportRow)), *(MARKED for _each in mark)]
    for row in taken.rows:
        percent = "" if row.percent is None else f"{row.percent:.4f}"
        yield [*list(asdict(row).values())[:-2], "" if row.base is None else row.base, percent, *mark]


def records(taken: Taken) -> list[dict[str, object]]:
    """Return the same for JSON: a list of objects, as without a mark, so that what reads the one reads the other."""
    mark = {MARKED: taken.mark} if taken.mark else {}
    return [asdict(row) | mark for row in taken.rows]


def ask(*, wanted: ExportRequest, by: User) -> None:
    """Ask for a second person. Raise ElsewhereError, NotYourDecisionError."""
    _must_be_of(by, wanted)
    approvals.ask(kind=KIND, target=wanted.target, by=by)


def take(*, wanted: ExportRequest, by: User) -> Taken:
    """Return the figures, marked, and use the agreement up. Raise ElsewhereError, NeededError."""
    _must_be_of(by, wanted)
    rows = wanted.rows()  # before: where they cannot be made, the agreement stays
    with transaction.atomic():
        approval = approvals.use(kind=KIND, target=wanted.target, by=by)
        audit.record("figures.exported", target=approval, by=by, because=PAGE)
    return Taken(rows, _mark(approval, by))


def take_on_the_command_line(*, wanted: ExportRequest, approval: UUID) -> Taken:
    """Return the figures, marked, and use up the request of this number. Raise NeededError."""
    rows = wanted.rows()
    with transaction.atomic():
        used = approvals.use_number(id=approval, kind=KIND, target=wanted.target)
        if not works_at(used.asked_by, wanted):
            raise approvals.NeededError
        audit.record("figures.exported", target=used, by=None, because=COMMAND)
    return Taken(rows, _mark(used, used.asked_by))


def take_invented(*, wanted: ExportRequest) -> Taken:
    """Return the figures of the demonstration, which need nobody."""
    rows = wanted.rows()
    audit.record("figures.exported", target=Month(first_day=wanted.period.first), by=None, because=DEMONSTRATION)
    return Taken(rows)


def record_print(*, chosen: ReportChoice, by: User) -> None:
    """Record that somebody is about to print the page: it needs nobody's agreement, since they see it anyway."""
    target = audit.Thing(Month._meta.label_lower, ExportRequest(chosen.period, chosen.centre).target)
    audit.record("figures.printed", target=target, by=by, because=chosen.group)


def _mark(approval: Approval, by: User) -> str:
    return f"{timezone.now():%Y-%m-%dT%H:%MZ} {by} {approval.pk}"


def state_of(wanted: ExportRequest, person: User) -> dict[str, object] | None:
    """Return how far somebody's request is, for the page of figures; None where they may not ask."""
    if not person.may(Permission.FIGURES_EXPORT) or not works_at(person, wanted):
        return None
    first, last = months.name(wanted.period.first), months.name(wanted.period.last)
    fields_of_form = [("first", first), ("last", last), ("centre", wanted.centre)]
    return {"request": approvals.living(kind=KIND, target=wanted.target, by=person), "fields": fields_of_form}


def works_at(person: User, wanted: ExportRequest) -> bool:
    """Tell whether somebody may ask for these figures: of their own centre, or of all centres together."""
    return wanted.centre == ALL or works_at_all(person, _centres(wanted))


def _must_be_of(by: User, wanted: ExportRequest) -> None:
    if not works_at(by, wanted):
        raise ElsewhereError


def _centres(wanted: ExportRequest) -> list[UUID]:
    return [each.pk for each in centres.all_centres() if wanted.centre in (ALL, each.code)]


def _concerns(person: User, target: str) -> bool:
    return works_at_all(person, _centres(ExportRequest.read(target)))


def _describe(target: str) -> str:
    wanted = ExportRequest.read(target)
    words = {"period": period_name(wanted.period), "centre": Labels().centre(wanted.centre)}
    return _("Exact figures, not for publication: %(period)s, %(centre)s") % words


def address_of(wanted: ExportRequest) -> str:
    """Return where these figures stand on the page of figures, with what may be done with them."""
    return f"{reverse('report:report')}?{ReportChoice(wanted.period, wanted.centre).query}#export"


APPROVAL_KIND = kinds.ApprovalKind(
    code=KIND,
    label=gettext_lazy("export of exact figures"),
    asks=Permission.FIGURES_EXPORT,
    describe=_describe,
    where=lambda target: address_of(ExportRequest.read(target)),
    concerns=_concerns,
)
