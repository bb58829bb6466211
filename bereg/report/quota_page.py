"""Quotas beside the figures: when places are few or nobody knows of them, more people come without a permit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bereg.centres.queries import all_centres
from bereg.core.numbers import number
from bereg.counting.catalogue import ALL
from bereg.counting.figures import Figure, Figures
from bereg.counting.wording import month_name, percent
from bereg.quotas.queries import places_by_month
from bereg.report import page
from bereg.report.page import ReportCell, ReportChoice

TOPIC = "quota"
PERMIT = "work_permit"
NOTHING = ReportCell("", "")


@dataclass(frozen=True)
class QuotaLine:
    """One month. cells: enquiries about quotas, foreigners without a work permit, places that were left."""

    month: str
    cells: tuple[ReportCell, ...]


def beside(of_months: Mapping[date, Figures], chosen: ReportChoice) -> list[QuotaLine]:
    """Return the months of a period side by side; nothing where no quota of them is known, or of citizens alone."""
    places = {} if chosen.group == "citizens" else places_by_month(_region(chosen.centre))
    if not places.keys() & of_months.keys():
        return []
    permit = next(table for table in page.by_month() if table.id == PERMIT)
    without = dict(page.followed(of_months, permit, chosen))
    lines = []
    for month, figures in of_months.items():
        size = figures.size("enquiries", chosen.centre, chosen.group)
        asked = figures.topics("enquiries", chosen.centre, chosen.group).get(TOPIC, 0)
        left = places.get(month)
        cells = (
            _share(Figure(TOPIC, asked, size)) if size else NOTHING,
            _share(without[month]) if month in without else NOTHING,
            ReportCell(number(left.left), number(left.granted)) if left else NOTHING,
        )
        lines.append(QuotaLine(month_name(month), cells))
    return lines


def _share(figure: Figure) -> ReportCell:
    return ReportCell(percent(figure), number(figure.count))


def _region(centre: str) -> str:
    """Return the region of a centre; "" for all."""
    if centre == ALL:
        return ""
    return all_centres().values_list("subdivision", flat=True).get(code=centre)
