"""SDMX, the form of statistical offices: the figures as SDMX-CSV 2.0, their structure as SDMX-ML 3.0."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

from bereg.core.table_export import CsvWriter, Row
from bereg.publications.content import Content
from bereg.publications.formats import sdmx_ids as ids
from bereg.publications.formats.lines import FigureLine, lines
from bereg.publications.formats.sdmx_structure import structure


def sdmx(content: Content) -> dict[str, bytes]:
    """Return the files of data and structure by their names."""
    return {"sdmx-data.csv": _data(content), "sdmx-structure.xml": structure(content)}


def _data(content: Content) -> bytes:
    file = io.StringIO(newline="")
    CsvWriter(file).rows(_rows(content))
    return file.getvalue().encode()


@dataclass(frozen=True)
class _Of:
    """What every row of a release says alike."""

    content: Content
    flow: str
    when: str

    def row(self, line: FigureLine) -> Row:
        """Write a figure; that of the small has no value, but says so."""
        status = ids.SUPPRESSED if line.shown is None else ids.NORMAL
        return (
            *("dataflow", self.flow, "I"),
            *(ids.of(line.table), ids.of(line.centre), ids.of(line.group), ids.row(line.table, line.code), self.when),
            *(line.shown, status, line.base, line.percent, *(line.interval or (None, None))),
            *(self.content["vintage"], self.content["class_below"], self.content["countries"]),
        )


def _rows(content: Content) -> Iterator[Row]:
    yield ["STRUCTURE", "STRUCTURE_ID", "ACTION", *ids.DIMENSIONS, ids.TIME, ids.VALUE, *ids.ATTRIBUTES]
    of = _Of(content, f"{ids.AGENCY}:{ids.FLOW}({ids.version(content)})", ids.time_period(content))
    for line in lines(content):
        yield of.row(line)
