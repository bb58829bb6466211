"""The automaton that a pattern becomes (Thompson's construction)."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

MOST_STATES = 500
LONGEST_TEXT = 500

Test = Callable[[str], bool]


class PatternError(ValueError):
    """A pattern cannot be used; the text says why."""


@dataclass
class Program:
    """States of the automaton. A state holds a test of one character, or an assertion, or only goes on."""

    tests: list[Test | None] = field(default_factory=list)
    asserts: list[str] = field(default_factory=list)  # "^", "$" or nothing
    following: list[list[int]] = field(default_factory=list)

    def state(self, test: Test | None = None, *, asserts: str = "") -> int:
        """Add a state and return its number."""
        if len(self.tests) >= MOST_STATES:
            raise PatternError(_("it is too large; shorten it or lower its repetitions"))
        self.tests.append(test)
        self.asserts.append(asserts)
        self.following.append([])
        return len(self.tests) - 1

    def matches(self, text: str) -> bool:
        """Tell whether the whole text matches; a text beyond LONGEST_TEXT never does."""
        if len(text) > LONGEST_TEXT:
            return False
        states = self._reached({0}, 0, len(text))
        for at, sign in enumerate(text):
            after = {then for each in states if self._passes(each, sign) for then in self.following[each]}
            states = self._reached(after, at + 1, len(text))
            if not states:
                return False
        return 1 in states

    def _passes(self, state: int, sign: str) -> bool:
        test = self.tests[state]
        return test is not None and test(sign)

    def _reached(self, states: set[int], at: int, end: int) -> set[int]:
        """Follow the states that need no character."""
        reached: set[int] = set()
        waiting = list(states)
        while waiting:
            state = waiting.pop()
            if state in reached or (self.asserts[state] == "^" and at) or (self.asserts[state] == "$" and at < end):
                continue
            reached.add(state)
            if self.tests[state] is None:
                waiting.extend(self.following[state])
        return reached


# A part of a pattern adds its states to a program and returns its first and its last.
Part = Callable[[Program], tuple[int, int]]


def single(test: Test | None, asserts: str = "") -> Part:
    """Match one character that passes a test, or stand at the beginning or the end."""

    def build(program: Program) -> tuple[int, int]:
        state = program.state(test, asserts=asserts)
        if test is None:
            return state, state
        after = program.state()
        program.following[state].append(after)
        return state, after

    return build


def sequence(parts: list[Part]) -> Part:
    """Match one part after the other."""

    def build(program: Program) -> tuple[int, int]:
        first = last = program.state()
        for part in parts:
            begin, end = part(program)
            program.following[last].append(begin)
            last = end
        return first, last

    return build


def choice(parts: list[Part]) -> Part:
    """Match any one of the parts."""

    def build(program: Program) -> tuple[int, int]:
        first, last = program.state(), program.state()
        for part in parts:
            begin, end = part(program)
            program.following[first].append(begin)
            program.following[end].append(last)
        return first, last

    return build


def optional(part: Part, *, again: bool) -> Part:
    """Match a part or nothing; `again`: as often as it comes."""

    def build(program: Program) -> tuple[int, int]:
        first, last = program.state(), program.state()
        begin, end = part(program)
        program.following[first] += [begin, last]
        program.following[end].append(first if again else last)
        return first, last

    return build


def repeated(part: Part, least: int, most: int | None) -> Part:
    """Match a part so many times; most None: without bound."""
    more = [optional(part, again=True)] if most is None else [optional(part, again=False)] * (most - least)
    return sequence([part] * least + more)
