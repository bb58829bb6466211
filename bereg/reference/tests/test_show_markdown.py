"""Texts that many people write are shown as text wherever they hold more than Markdown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereg.reference.markdown import as_html, with_blanks

pytestmark = pytest.mark.once("it reads no database")
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](jav&#x61;script:alert(1))",
    "[a](&#x6A;avascript:alert(1))",
    "[a](\x01javascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "[a](file:///etc/passwd)",
    "[a](//example.org)",
    "[a](/account/logout/)",
    "[a]\n\n[a]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![a](javascript:alert(1))",
    "<a href='https://example.org' onclick=alert(1)>a</a>",
    "<!-- a --><style>*{display:none}</style>",
    "<svg/onload=alert(1)>",
    "<iframe src=//example.org>",
]
OPENED = re.compile(r"<([a-z0-9]+)((?:\s[^<>]*)?)>")
OURS = re.compile(r"h[2-6]|p|ul|ol|li|blockquote|pre|hr|div|table|thead|tbody|tr|th|td|a|em|strong|code|br|span")
OF_OURS = re.compile(
    r'\s(?:href="(?:https?://|mailto:|tel:)[^"]*"|(?:start|tabindex|class|title|rel)="[^"]*")', re.IGNORECASE
)


def assert_ours(html: str) -> None:
    """Every mark of a page is one of ours, with what we give it alone."""
    assert html.count("<") == len(OPENED.findall(html)) + html.count("</")
    for tag, given_to_it in OPENED.findall(html):
        assert OURS.fullmatch(tag), tag
        assert not OF_OURS.sub("", given_to_it).strip(), given_to_it


@pytest.mark.parametrize("text", HOSTILE)
def test_html_scripts_and_links_of_other_schemes_are_shown_as_text(text: str) -> None:
    html = as_html(text)
    assert_ours(html)
    assert "<a " not in html


@given(
    st.lists(st.sampled_from([*HOSTILE, "# ", "\n\n", "- ", "|a|\n|-|\n|", "`", "[", "](https://example.org)", "\\"]))
)
def test_no_mixture_of_them_becomes_a_mark(parts: list[str]) -> None:
    assert_ours(as_html("".join(parts)))


@given(st.lists(st.sampled_from([*HOSTILE, "{worker}", "](https://example.org/{worker})", "[", "`", "<", ">", '"'])))
def test_no_label_of_a_blank_becomes_a_mark(parts: list[str]) -> None:
    html = with_blanks(as_html("".join(parts)), {"worker": "</span><script x='1'>\""})
    assert_ours(html)
    assert "{worker}" not in OPENED.sub("", html)


def test_a_blank_is_named_by_its_label_in_the_text_and_nowhere_else() -> None:
    html = as_html("I, **{worker}**, and {employee} [there](https://example.org/{worker}).")
    marked = with_blanks(html, {"worker": "Tom & Jerry"})
    assert '<strong><span class="blank">[Tom &amp; Jerry]</span></strong>, and {employee}' in marked
    assert marked.count("blank") == 1
    assert with_blanks(html, {}) == html


def test_what_a_guide_needs_is_shown() -> None:
    html = as_html("# Steps\n\n1. **Ask** [us](tel:88000000021)\n2. See <https://example.org>\n\n|a|\n|-|\n|b|")
    for part in (
        "<h3>Steps</h3>",
        "<strong>Ask</strong>",
        'href="tel:88000000021"',
        'href="https://example.org"',
        "<td>b",
    ):
        assert part in html
    assert "<h3>Steps</h3>" in as_html("## Steps")
    assert "<h3>Where</h3>" in as_html("## Steps\n\n#### Where", 2)
