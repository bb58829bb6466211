"""Regular expressions for `regex()`, matched in time linear in the text.

Anybody who publishes a questionnaire may write a pattern, and Python's `re` backtracks: `(a+)+b` would hold the
desk for minutes on forty letters. Here all alternatives advance together (Thompson's construction), so a match costs
at most MOST_STATES steps a character. Back references, look-around and word boundaries do not exist.
"""

import unicodedata
from functools import lru_cache

from django.utils.translation import gettext as _

from bereg.questionnaire.xpath.automaton import (
    LONGEST_TEXT,
    MOST_STATES,
    Part,
    PatternError,
    Program,
    Test,
    choice,
    repeated,
    sequence,
    single,
)

__all__ = ["LONGEST_TEXT", "PatternError", "compile_pattern"]

_DEEPEST = 30


@lru_cache(maxsize=200)
def compile_pattern(pattern: str) -> Program:
    """Build the automaton of a pattern. Raise PatternError where it is wrong or uses what is not supported."""
    program = Program()
    start, end = program.state(), program.state()  # 0 and 1: where it begins, where it has matched
    part = _Parser(pattern).whole()
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


class _Parser:
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
