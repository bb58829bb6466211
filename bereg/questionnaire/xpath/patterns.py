"""Regular expressions for `regex()`, matched in time linear in the text.

Anybody who publishes a questionnaire may write a pattern, and Python's `re` backtracks: `(a+)+b` would hold the
desk for minutes on forty letters. Here all alternatives advance together (Thompson's construction), so a match costs
at most MOST_STATES steps a character. Back references, look-around and word boundaries do not exist.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.translation import gettext as _

MOST_STATES = 500
LONGEST_TEXT = 500
_DEEPEST = 30

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


@lru_cache(maxsize=200)
def compile_pattern(pattern: str) -> Program:
    """Build the automaton of a pattern. Raise PatternError where it is wrong or uses what is not supported."""
    program = Program()
    start, end = program.state(), program.state()  # 0 and 1: where it begins, where it has matched
    part = _PatternParser(pattern).whole()
    first, last = part(program)
    program.following[start].append(first)
    program.following[last].append(end)
    return program


def _in_category(category: str) -> Test:
    return lambda sign: unicodedata.category(sign).startswith(category)


def _not(test: Test) -> Test:
    return lambda sign: not test(sign)


def _is(wanted: str) -> Test:
    return lambda sign: sign == wanted


_DIGITS = frozenset("0123456789")
_WORD = _DIGITS | frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_CLASSES: dict[str, Test] = {
    "d": _DIGITS.__contains__,
    "w": _WORD.__contains__,
    "s": frozenset(" \t\n\r\f\v").__contains__,
}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r"}


class _PatternParser:
    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._depth = 0

    def whole(self) -> Part:
        part = self._alternatives()
        if self._at < len(self._pattern):
            raise PatternError(_("a closing bracket too many at character %(place)s") % {"place": self._at + 1})
        return part

    def _alternatives(self) -> Part:
        parts = [self._run()]
        while self._skip("|"):
            parts.append(self._run())
        return choice(parts)

    def _run(self) -> Part:
        parts = []
        while self._at < len(self._pattern) and self._pattern[self._at] not in "|)":
            parts.append(self._quantified())
        return sequence(parts)

    def _quantified(self) -> Part:
        part = self._atom()
        if self._at == len(self._pattern) or self._pattern[self._at] not in "*+?{":
            return part
        least, most = self._quantifier()
        self._skip("?")  # a lazy one matches the same whole texts
        if self._at < len(self._pattern) and self._pattern[self._at] in "*+?{":
            raise PatternError(_("two repetitions in a row at character %(place)s") % {"place": self._at + 1})
        return repeated(part, least, most)

    def _quantifier(self) -> tuple[int, int | None]:
        sign = self._take()
        if sign != "{":
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        inside, closed, _rest = self._pattern[self._at :].partition("}")
        least, comma, most = inside.partition(",")
        numbers = [each for each in (least, most) if each]
        if not closed or not least or not all(each.isascii() and each.isdigit() for each in numbers):
            raise PatternError(_("{ at character %(place)s: write {2}, {2,} or {2,5}") % {"place": self._at})
        self._at += len(inside) + 1
        low = min(int(least[:6]), MOST_STATES)
        high = (min(int(most[:6]), MOST_STATES) if most else None) if comma else low
        if high is not None and high < low:
            raise PatternError(_("{ at character %(place)s: write {2}, {2,} or {2,5}") % {"place": self._at})
        return low, high

    def _atom(self) -> Part:
        sign = self._take()
        match sign:
            case "(":
                return self._group()
            case "[":
                return single(self._set())
            case ".":
                return single(lambda each: each != "\n")
            case "^" | "$":
                return single(None, asserts=sign)
            case "\\":
                return single(self._escape())
            case "*" | "+" | "?" | "{":
                raise PatternError(_("nothing to repeat before character %(place)s") % {"place": self._at})
        return single(_is(sign))

    def _group(self) -> Part:
        self._depth += 1
        if self._skip("?") and not self._skip(":"):
            raise PatternError(_("(? at character %(place)s is not supported") % {"place": self._at - 1})
        if self._depth > _DEEPEST:
            raise PatternError(_("too many brackets inside each other"))
        part = self._alternatives()
        if not self._skip(")"):
            raise PatternError(_("a bracket is not closed"))
        self._depth -= 1
        return part

    def _set(self) -> Test:
        negative = self._skip("^")
        tests: list[Test] = []
        while not self._skip("]"):
            tests.append(self._range())
        if not tests:
            raise PatternError(_("an empty set [] at character %(place)s") % {"place": self._at - 1})
        return (
            (lambda sign: not any(test(sign) for test in tests))
            if negative
            else (lambda sign: any(test(sign) for test in tests))
        )

    def _range(self) -> Test:
        low = self._take()
        if low == "[":
            raise PatternError(_("[ at character %(place)s: write \\[ inside a set") % {"place": self._at})
        if low == "\\":
            escaped = self._pattern[self._at : self._at + 1]
            if escaped.isalnum():
                return self._escape()
            low = self._take()
        if self._pattern[self._at : self._at + 1] != "-" or self._pattern[self._at + 1 : self._at + 2] in {"", "]"}:
            return _is(low)
        self._at += 1
        high = self._take()
        if high == "\\":
            high = self._take()
        if high < low or high == "[":
            raise PatternError(_("a range in the wrong order before character %(place)s") % {"place": self._at + 1})
        return lambda sign: low <= sign <= high

    def _escape(self) -> Test:
        sign = self._take()
        if sign in "pP":
            test = self._category()
        elif sign.lower() in _CLASSES:
            test = _CLASSES[sign.lower()]
        elif sign in _CONTROLS:
            return _is(_CONTROLS[sign])
        elif sign.isalnum():
            raise PatternError(_("\\%(sign)s is not supported") % {"sign": sign})
        else:
            return _is(sign)
        return _not(test) if sign.isupper() else test

    def _category(self) -> Test:
        name, closed, _rest = self._pattern[self._at :].partition("}")
        category = name.removeprefix("{")
        if not closed or not name.startswith("{") or not 1 <= len(category) <= 2 or not category.isalpha():
            raise PatternError(_("\\p at character %(place)s: write \\p{L} or \\p{Lu}") % {"place": self._at})
        self._at += len(name) + 1
        return _in_category(category)

    def _take(self) -> str:
        if self._at == len(self._pattern):
            raise PatternError(_("it ends too early"))
        self._at += 1
        return self._pattern[self._at - 1]

    def _skip(self, sign: str) -> bool:
        if self._pattern.startswith(sign, self._at):
            self._at += len(sign)
            return True
        return False
