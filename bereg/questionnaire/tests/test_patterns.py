"""Patterns match what Python's own engine matches, without its dangers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereg.questionnaire.xpath.patterns import LONGEST_TEXT, PatternError, compile_pattern

SINGLES = st.sampled_from(
    [
        "a",
        "b",
        "1",
        ".",
        r"\d",
        r"\w",
        r"\s",
        r"\D",
        r"\W",
        r"\S",
        "[ab]",
        "[^a]",
        "[a-c1]",
        r"[\d-]",
        "[-a]",
        r"\.",
        r"[^\w]",
    ]
)


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    quantifiers = st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,}", "*?", "{2,3}?"])
    return st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("({}|{})".format, inner, inner),
        st.builds("(?:{}){}".format, inner, quantifiers),
        st.builds("(^{}$|{})".format, inner, inner),
    )


@given(st.recursive(SINGLES, _larger, max_leaves=6), st.text(alphabet="ab1 .-\n", max_size=6))
def test_a_pattern_means_what_it_means_to_python(pattern: str, text: str) -> None:
    # \Z, as Python's $ also stands before a last line end; that of Java and JavaScript does not.
    expected = re.fullmatch(pattern.replace("$", r"\Z"), text, re.ASCII) is not None
    assert compile_pattern(pattern).matches(text) is expected


@given(st.text(alphabet="ab(){}[]|*+?^$\\.-,:=pdL12", max_size=12))
def test_any_pattern_is_compiled_or_refused(pattern: str) -> None:
    try:
        compile_pattern(pattern).matches("ab12")
    except PatternError as error:
        assert str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [(r"\p{L}+", "Ёлка", True), (r"\p{Lu}\p{Ll}*", "ёлка", False), (r"\P{L}+", "12-3", True), (r"[а-яё]+", "ещё", True),
     ("", "", True), ("", "a", False), ("a|", "", True), (r"\+?[0-9 ()-]{5,20}", "8 800 000 00 16", True)],
)  # fmt: skip
def test_patterns_of_real_forms(pattern: str, text: str, *, matches: bool) -> None:
    assert compile_pattern(pattern).matches(text) is matches


@pytest.mark.parametrize(
    "pattern", [r"(a)\1", r"\bа", "(?i)a", "(?<n>a)", "a**", "a{2}{3}", "[", "[]", "[b-a]", "*a", r"\p{}", "a\\"]
)
def test_what_is_not_supported_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern)


def test_a_text_beyond_the_bound_never_matches() -> None:
    assert compile_pattern("a*").matches("a" * LONGEST_TEXT)
    assert not compile_pattern("a*").matches("a" * (LONGEST_TEXT + 1))
