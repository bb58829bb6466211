"""What a form says was told, sent and ticked in a call: the fields that the page keeps for it."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from bereg.answers.choices import AnswerWay, WarningSign

TOLD, SIGN = "told", "sign"
FIELDS = frozenset({TOLD, SIGN})
MOST = 40  # answers of one call: whoever sends more sends no call
MINUTE = "%Y%m%dT%H%MZ"
_VALUE = re.compile(
    rf"(?P<entry>[0-9a-f-]{{36}})\.(?P<number>[0-9]{{1,6}})\.(?P<way>{'|'.join(AnswerWay.values)})\.(?P<at>[0-9TZ]{{14}})"
)


@dataclass(frozen=True)
class GivenAnswer:
    """One answer that was told or sent, to the minute."""

    entry: UUID
    number: int
    way: AnswerWay
    at: dt.datetime

    @property
    def value(self) -> str:
        """Return it as a field of the form holds it."""
        return f"{self.entry}.{self.number}.{self.way}.{self.minute(self.at)}"

    @staticmethod
    def minute(at: dt.datetime) -> str:
        """Return a moment as a field holds it."""
        return at.astimezone(dt.UTC).strftime(MINUTE)

    @classmethod
    def of(cls, value: str) -> Self | None:
        """Read a field; None where it holds anything else, or a time that is still to come."""
        found = _VALUE.fullmatch(value)
        if found is None:
            return None
        try:
            entry, at = UUID(found["entry"]), dt.datetime.strptime(found["at"], MINUTE).replace(tzinfo=dt.UTC)
        except ValueError:
            return None
        return cls(entry, int(found["number"]), AnswerWay(found["way"]), at) if at <= timezone.now() else None


@dataclass(frozen=True)
class CallAnswers:
    """What was told, sent and ticked, each once."""

    given: tuple[GivenAnswer, ...] = ()
    signs: tuple[WarningSign, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.given or self.signs)

    @classmethod
    def read(cls, fields: "MultiValueDict[str, str]") -> Self:
        """Read the fields of a form. What they hold besides is left out, as no page of ours sends it."""
        given = [found for value in fields.getlist(TOLD)[:MOST] if (found := GivenAnswer.of(value))]
        ticked = set(fields.getlist(SIGN))
        return cls(tuple(_each_once(given)), tuple(sign for sign in WarningSign if sign in ticked))

    def as_fields(self) -> dict[str, list[str]]:
        """Return the fields of a form that say it, without those that would be empty."""
        fields = {TOLD: [each.value for each in self.given], SIGN: [each.value for each in self.signs]}
        return {name: values for name, values in fields.items() if values}


def this_minute() -> dt.datetime:
    """Return now as it is noted: whoever sees it later learns no second."""
    return timezone.now().replace(second=0, microsecond=0)


def _each_once(given: Iterable[GivenAnswer]) -> Iterator[GivenAnswer]:
    seen = set()
    for each in given:
        if (each.entry, each.way) not in seen:
            yield each
        seen.add((each.entry, each.way))
