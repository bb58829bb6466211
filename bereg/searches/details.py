"""What is sealed of a person who is looked for, or who agreed to be found: one JSON text."""

import datetime as dt
import json
from dataclasses import asdict, dataclass

from bereg.questionnaire.countries_and_regions import countries

DETAILS = "details"  # the field
CHILD_UNTIL = 18


@dataclass(frozen=True)
class Details:
    """names: each spelling by itself. born: a year, 0 where it is not known. origin: code of a country, or ""."""

    names: tuple[str, ...]
    born: int = 0
    origin: str = ""
    last_seen: str = ""
    route: str = ""

    def as_text(self) -> str:
        """Return it as the one text that is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_text(cls, text: str) -> "Details":
        """Return what `as_text` wrote."""
        read = json.loads(text)
        return cls(**{**read, "names": tuple(read["names"])})

    @property
    def origin_words(self) -> str:
        """What the country is called in the language of the page; "" where none is known."""
        return next((each.label() for each in countries() if each.code == self.origin), "")

    def may_be_child(self, today: dt.date) -> bool:
        """Tell whether somebody may be under 18 still: the birthday of this year may be to come."""
        return bool(self.born) and today.year - self.born <= CHILD_UNTIL
