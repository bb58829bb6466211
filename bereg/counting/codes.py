"""The small numbers that stand for codes in the facts. A number is given once, and for good."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from bereg.counting.faults import FiguresFault
from bereg.counting.models import FactCode
from bereg.questionnaire.answers import DECLINED, UNKNOWN

NOT_ASKED = 0
RESERVED = {"": NOT_ASKED, DECLINED: 1, UNKNOWN: 2}
FIRST_ANSWER = 3

# Not numbered by the database: the groups are the program's own.
NEITHER, CITIZENS, FOREIGNERS = 0, 1, 2
GROUPS = {"citizens": CITIZENS, "foreigners": FOREIGNERS}

TOPIC, CITIZENSHIP = "topic", "citizenship"
MOST_TOPICS = 63  # bits of a signed whole number of 64


class TooManyTopicsError(FiguresFault):
    """More topics were ever used than the facts have bits for: none are published any more, but some may have been."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "More topics were ever published than the figures tell apart: %s. Tell whoever looks after "
                "the server: nothing is counted until the program has room for them."
            )
            % MOST_TOPICS
        )


class Codes:
    """Numbers of all codes, read once. Codes that have none are noted, and given theirs when nothing is being read."""

    def __init__(self) -> None:
        self._numbers: dict[str, dict[str, int]] = {}
        self._noted: dict[str, dict[str, None]] = {}
        self._read()

    def numbers(self, variable: str) -> dict[str, int]:
        """Return code to number, in the order in which the numbers were given."""
        return self._numbers.get(variable, {})

    def names(self, variable: str) -> dict[int, str]:
        """Return number to code."""
        return {number: code for code, number in self.numbers(variable).items()}

    def limited_to(self, known: Mapping[str, Collection[str]]) -> "Codes":
        """Return the same numbers without the codes that were not known of a variable."""
        limited = copy(self)
        limited._numbers = {
            variable: {code: number for code, number in numbers.items() if code in known.get(variable, numbers)}
            for variable, numbers in self._numbers.items()
        }
        return limited

    def number(self, variable: str, code: str) -> int:
        """Return the number of a code; a new code is noted, and has none until `give`."""
        if code in RESERVED:
            return RESERVED[code]
        number = self.numbers(variable).get(code)
        if number is None:
            self.note(variable, [code])
            return NOT_ASKED
        return number

    def note(self, variable: str, codes: Iterable[str]) -> None:
        """Note the codes that have no number yet, in this order."""
        known = self.numbers(variable)
        new = {code: None for code in codes if code not in known}
        if new:
            self._noted.setdefault(variable, {}).update(new)

    def give(self) -> bool:
        """Give numbers to the codes that were noted, to all of them at once. False: there were none."""
        noted, self._noted = self._noted, {}
        while new := self._without_number(noted):
            try:
                with transaction.atomic():
                    FactCode.objects.bulk_create(_numbered(new))
            except IntegrityError:
                # Another process numbered some of them first; its numbers hold.
                pass
            self._read()
        return bool(noted)

    def register(self, variable: str, codes: Iterable[str]) -> None:
        """Give numbers to the codes that have none, in this order."""
        self.note(variable, codes)
        self.give()

    def _without_number(self, noted: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
        found = {name: [code for code in codes if code not in self.numbers(name)] for name, codes in noted.items()}
        return {name: codes for name, codes in found.items() if codes}

    def _read(self) -> None:
        read: dict[str, dict[str, int]] = {}
        for variable, code, number in FactCode.objects.order_by("variable", "number").values_list(
            "variable", "code", "number"
        ):
            read.setdefault(variable, {})[code] = number
        self._numbers = read


def _numbered(new: Mapping[str, Sequence[str]]) -> Iterator[FactCode]:
    """Number the codes of each variable after those that it has. Raise TooManyTopicsError."""
    of_them = FactCode.objects.filter(variable__in=new).order_by().values_list("variable")
    highest = dict(of_them.annotate(highest=Max("number")))
    # In one order for everybody: two who number at the same time wait for each other on the same row.
    for variable, codes in sorted(new.items()):
        first = FIRST_ANSWER if variable != TOPIC else 0
        start = highest[variable] + 1 if variable in highest else first
        if variable == TOPIC and start + len(codes) > MOST_TOPICS:
            raise TooManyTopicsError
        yield from (FactCode(variable=variable, code=code, number=start + at) for at, code in enumerate(codes))
