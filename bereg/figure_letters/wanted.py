"""What is wanted of a recipient, an indicator and a letter: as forms read it, and actions store it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from bereg.accounts.models import User
from bereg.dispatch.choices import SendingWay
from bereg.reference.models import ReferenceEntry


@dataclass(frozen=True)
class Arrangement:
    """What an organisation gets, how often, by when, and with which letter."""

    organisation: ReferenceEntry
    gets: str
    covers: str
    rhythm: str
    first_month: dt.date
    last_month: dt.date | None
    due_days: int
    language: str
    template: str
    looked_after_by: User | None

    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True)
class WantedIndicator:
    """What a funder wants to be reached. figure: a cell of the exact report; empty: typed by hand, from `source`."""

    name: str
    figure: str
    source: str
    target: Decimal
    span: str


@dataclass(frozen=True)
class LetterDraft:
    """What is typed of a letter.

    typed: what was reached of the indicators that are counted by hand. rests_on: what was agreed and published when
    the text was composed; empty where it was not composed by the program.
    """

    text: str
    typed: Mapping[UUID, Decimal] = field(default_factory=dict)
    rests_on: str = ""


@dataclass(frozen=True)
class LetterSending:
    """How and when a letter left, and by when an answer is waited for."""

    way: SendingWay
    sent_on: dt.date
    answer_by: dt.date | None = None
