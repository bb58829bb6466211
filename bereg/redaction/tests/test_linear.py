"""The finder stays linear in the text, by construction: no pattern may take more than so many steps from one place.

Steps are counted in the parsed pattern, at the worst: each alternative tried, each repetition given back one by one.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any
from unittest.mock import patch

import pytest

from bereg.redaction import finding, persons
from bereg.redaction.dictionary import looked_up
from bereg.redaction.finding import find
from bereg.redaction.known import known_in
from bereg.redaction.patterns import shaped

pytestmark = pytest.mark.once("reads texts in memory alone")
MOST_STEPS = 200_000
ROOM = Path(finding.__file__).parent


def patterns() -> Iterator[tuple[str, str]]:
    """Yield every compiled pattern of the room, with where it stands."""
    for path in sorted(ROOM.glob("*.py")):
        module = import_module(f"bereg.redaction.{path.stem}")
        for name, value in vars(module).items():
            for number, each in enumerate(value if isinstance(value, tuple) else (value,)):
                if isinstance(each, re.Pattern):
                    yield f"{path.stem}.{name}.{number}", each.pattern


def cost(tree: Any) -> tuple[int, int]:
    """Return in how many ways a parsed pattern may match from one place, and the steps that all of them take."""
    ways, steps = 1, 0
    for node in tree:
        more, taken = _cost(*node)
        steps += ways * taken
        ways *= more
    return ways, max(1, steps)


def _cost(kind: Any, value: Any) -> tuple[int, int]:
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least, most, inner = value
        assert most is not sre.MAXREPEAT, "a repetition without an end"
        ways, steps = cost(inner)
        if kind is sre.POSSESSIVE_REPEAT:
            return 1, most * steps
        every = sum(ways**times for times in range(least, most + 1))
        return every, every * steps
    if kind is sre.BRANCH:
        every = [cost(each) for each in value[1]]
        return sum(ways for ways, _steps in every), sum(steps for _ways, steps in every)
    if kind is sre.SUBPATTERN:
        return cost(value[3])
    once = {sre.ASSERT: lambda: value[1], sre.ASSERT_NOT: lambda: value[1], sre.ATOMIC_GROUP: lambda: value}
    return 1, cost(once[kind]())[1] if kind in once else 1


@pytest.mark.parametrize(("name", "pattern"), [*patterns()], ids=lambda given: given[:20])
def test_a_pattern_takes_a_bounded_number_of_steps_from_any_place(name: str, pattern: str) -> None:
    assert cost(parser.parse(pattern))[1] <= MOST_STEPS, name


def test_what_counts_steps_sees_a_pattern_that_blows_up() -> None:
    assert cost(parser.parse("(?:a{1,9}){1,9}b"))[1] > MOST_STEPS
    with pytest.raises(AssertionError, match="without an end"):
        cost(parser.parse("a+"))
    assert cost(parser.parse("(?:aa|b)[cd]{0,3}x")) == (2 * 4, 3 + 2 * 4 + 2 * 4)


HOSTILE = [
    "1 ", "1", "+7(", "a@", "@a.", ".@", "А.Б. ", "Иванов ", "Иванова-", "ул. ", "ул. Ленина, д. 1, ", "12 марта",
    "Ab1_", "a", "АБ№ ", "«Аб ", "A b C d ", "qizi Qizi ", "\n", "1.1.1.",
    "Embassy of the ", "www.", "No. 1 flat ", "Анна, ",
]  # fmt: skip
SIZE = 100_000


@pytest.mark.parametrize("text", HOSTILE, ids=repr)
def test_twice_the_text_takes_twice_the_looks(text: str) -> None:
    once, twice = (looks(text * (size // len(text))) for size in (5_000, 10_000))
    assert twice <= 2.5 * once + 1_000


def test_so_do_100_kilobytes_of_all_of_it() -> None:
    every = "".join(text * (SIZE // len(HOSTILE) // len(text)) for text in HOSTILE)
    assert SIZE * 0.9 < len(every) <= SIZE
    assert looks(every) <= 2.5 * looks(every[: len(every) // 2]) + 30_000


def looks(text: str) -> int:
    """Count how often the finder reads a word, judges one, and the signs of text that its patterns are tried on."""
    count = 0

    def counted(work: Any) -> Any:
        def done(*given: Any, **named: Any) -> Any:
            nonlocal count
            count += len(given[0]) if given and isinstance(given[0], str) else 1
            return work(*given, **named)

        return done

    with (
        patch("bereg.redaction.finding.shaped", counted(shaped)),
        patch("bereg.redaction.finding.known_in", counted(known_in)),
        patch("bereg.redaction.persons._reason", counted(persons._reason)),
        patch("bereg.redaction.persons._may_join", counted(persons._may_join)),
        patch("bereg.redaction.tokens.looked_up", counted(looked_up)),
    ):
        find(text, known=["Анна Иванова", "+7 900 000-00-16"])
    return count
