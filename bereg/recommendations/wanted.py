"""What is wanted of a recommendation and of an event: as forms read it, and actions store it."""

import datetime as dt
from dataclasses import dataclass, field

from bereg.publications.models import Release
from bereg.reference.models import ReferenceEntry


@dataclass(frozen=True)
class RecommendationDraft:
    """A recommendation: its texts with what was decided on each, to whom it goes, and what it rests on."""

    texts: dict[str, str]
    to_kind: str
    organisation: ReferenceEntry | None = None
    release: Release | None = None
    figures: list[list[str]] = field(default_factory=list)
    enquiries: int | None = None
    with_report: bool = False
    decided: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class StepDraft:
    """What happened to a recommendation."""

    step: str
    happened_on: dt.date
    answer_by: dt.date | None = None
    note: str = ""
