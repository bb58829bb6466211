"""What is wrong with the HTML of a page: its parse errors, and the rules of the standard on what may stand in what.

The parser knows the grammar alone. The rules are those that our templates can break, each a sentence of the standard
(https://html.spec.whatwg.org/, "content model").
"""

from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

BLOCKS = frozenset(
    "address article aside blockquote details dialog div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hgroup"
    " hr main menu nav ol p pre search section table ul".split()
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
PHRASES = frozenset(
    "abbr b bdi bdo button cite code data dfn em h1 h2 h3 h4 h5 h6 i kbd label legend mark meter output p pre progress"
    " q s samp small span strong sub summary sup time u var".split()
)
MAY_HOLD_HEADINGS = frozenset({"legend", "summary"})
TRANSPARENT = frozenset({"a", "ins", "del", "map", "noscript"})
ONLY = {
    "ul": {"li", "script", "template"},
    "ol": {"li", "script", "template"},
    "menu": {"li", "script", "template"},
    "dl": {"dt", "dd", "div", "script", "template"},
    "select": {"option", "optgroup", "hr", "script", "template"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr", "script", "template"},
    "tr": {"th", "td", "script", "template"},
}
OF = {
    "li": {"ul", "ol", "menu"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "legend": {"fieldset"},
    "summary": {"details"},
}
FIRST = {"legend", "summary"}
INTERACTIVE = frozenset({"a", "button", "select", "textarea", "input", "label", "details", "iframe"})
LABELABLE = frozenset({"button", "input", "meter", "output", "progress", "select", "textarea"})
SPOKEN = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage")
REFERENCES = (*SPOKEN, "for", "list", "headers", "form")


def faults(page: str) -> list[str]:
    """Return what is wrong with a page, one line a fault."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(page)
    lines = page.split("\n")
    found = [f"{code}: {lines[min(place[0], len(lines)) - 1].strip()[:120]}" for place, code, _ in parser.errors]
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in root.iter():
        if isinstance(element.tag, str):  # no comment
            found += [f"{fault}: {_shown(element)}" for fault in _faults(element, parents)]
    return [*found, *_references(root)]


def _faults(element: Element, parents: dict[Element, Element]) -> Iterator[str]:
    parent = parents.get(element)
    above = parent.tag if parent is not None else ""
    if element.tag in BLOCKS and (outer := _phrase_around(element, parents)):
        yield f"{element.tag} inside {outer}"
    strangers = {child.tag for child in element if isinstance(child.tag, str)} - ONLY.get(element.tag, {*()})
    if element.tag in ONLY and strangers:
        yield f"{element.tag} holds {', '.join(sorted(strangers))}"
    if element.tag in OF and above not in OF[element.tag]:
        yield f"{element.tag} inside {above}"
    if element.tag in FIRST and parent is not None and next(iter(parent)) is not element:
        yield f"{element.tag} is not the first in {above}"
    if element.tag == "dl" and not _has_pairs(element):
        yield "dl without a name and its value"
    if element.tag == "img" and "alt" not in element.attrib:
        yield "img without alt"
    if element.tag in {"span", "div", "p"} and "role" not in element.attrib and "aria-label" in element.attrib:
        yield "a name where none is read aloud"
    if _is_interactive(element):
        yield from (f"{element.tag} inside {each}" for each in _around(element, parents) if each in {"a", "button"})


def _phrase_around(element: Element, parents: dict[Element, Element]) -> str:
    """Return the element around this one that may hold phrases alone, empty where there is none."""
    outer = parents.get(element)
    while outer is not None and outer.tag in TRANSPARENT:
        outer = parents.get(outer)
    if outer is None or outer.tag not in PHRASES:
        return ""
    return "" if outer.tag in MAY_HOLD_HEADINGS and element.tag in HEADINGS else str(outer.tag)


def _around(element: Element, parents: dict[Element, Element]) -> Iterator[str]:
    while (outer := parents.get(element)) is not None:
        yield outer.tag
        element = outer


def _is_interactive(element: Element) -> bool:
    if element.tag == "a":
        return "href" in element.attrib
    return element.tag in INTERACTIVE and element.get("type") != "hidden"


def _has_pairs(element: Element) -> bool:
    """Tell whether each group of a description list has a name and a value, and there is one."""
    groups = [list(child) for child in element if child.tag == "div"] or [list(element)]
    tags = [[child.tag for child in group if child.tag in {"dt", "dd"}] for group in groups]
    return all(each and each[0] == "dt" and each[-1] == "dd" for each in tags)


def _references(root: Element) -> Iterator[str]:
    by_id = {element.get("id", ""): element for element in root.iter() if element.get("id") is not None}
    times = Counter(element.get("id") for element in root.iter() if element.get("id") is not None)
    yield from (f"the id {each!r} stands {count} times" for each, count in times.items() if count > 1)
    yield from (f"the id {each!r} is none" for each in by_id if not each or any(map(str.isspace, each)))
    for element in root.iter():
        for name in REFERENCES:
            for wanted in element.get(name, "").split():
                if wanted not in by_id:
                    yield f"{name} names {wanted!r}, which is not there: {_shown(element)}"
        target = by_id.get(element.get("for", "")) if element.tag == "label" else None
        if target is not None and target.tag not in LABELABLE:
            yield f"a label of {target.tag}: {_shown(element)}"


def _shown(element: Element) -> str:
    said = "".join(f' {name}="{value}"' for name, value in element.attrib.items())
    return f"<{element.tag}{said}>"[:160]
