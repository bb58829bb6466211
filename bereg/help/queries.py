"""The pages of the documentation as the program shows them: `docs/` in a checkout, a copy of it in a package."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from bereg.help.markdown import HelpSection, rendered, sections

# The package carries `docs/` beside this file (pyproject.toml); a checkout has the one source.
CARRIED = Path(__file__).parent / "docs"
DOCS = CARRIED if CARRIED.is_dir() else settings.PACKAGE.parent / "docs"
# For whoever changes the program itself.
LEFT_OUT = {"architecture", "scale"}
ENGLISH = "en"


@dataclass(frozen=True)
class HelpPage:
    """A page in one language. language: the one that it is written in, English where there is no translation."""

    name: str
    language: str
    text: str

    @property
    def parts(self) -> tuple[HelpSection, ...]:
        """Return its sections; the first one has the page's own title."""
        return sections(self.text)

    @property
    def title(self) -> str:
        """Return what stands at its head."""
        return self.parts[0].heading

    def html(self, *, beside: bool = False) -> str:
        """Return it for a browser; links lead to other pages of the help, or are none. beside: they open in a tab."""
        return rendered(self.text, of=self.name, known=names(), beside=beside)


@dataclass(frozen=True)
class Hit:
    """A section in which all words that somebody looked for stand."""

    page: HelpPage
    section: HelpSection


@cache
def names() -> frozenset[str]:
    """Return the name of every page, such as `safety/keys`."""
    found = {
        path.relative_to(DOCS).with_suffix("").as_posix() for path in (*DOCS.glob("*.md"), *DOCS.glob("safety/*.md"))
    }
    return frozenset(found - LEFT_OUT)


@cache
def page(name: str, language: str) -> HelpPage | None:
    """Return a page in the language of the reader, else in English; None where there is none."""
    if name not in names():
        return None
    for spoken in (language, ENGLISH):
        path = DOCS / ("" if spoken == ENGLISH else spoken) / f"{name}.md"
        if path.is_file():
            return HelpPage(name, spoken, path.read_text(encoding="utf-8"))
    return None


@cache
def pages(language: str) -> tuple[HelpPage, ...]:
    """Return all pages: first those in the language of the reader, and of these first what is not about safety."""
    found = [one for name in sorted(names()) if (one := page(name, language))]
    return tuple(sorted(found, key=lambda one: (one.language != language, "/" in one.name, one.title)))


def search(words: str, language: str) -> list[Hit]:
    """Return the sections that have all words, in any of their endings; those with one in title or heading first."""
    stems = [_stem(word) for word in re.findall(r"\w+", _plain(words))]
    found = [
        Hit(one, section)
        for one in pages(language)
        for section in one.parts
        if stems and all(stem in _plain(f"{section.heading} {section.text}") for stem in stems)
    ]

    def missing(heading: str) -> bool:
        return not any(stem in _plain(heading) for stem in stems)

    return sorted(found, key=lambda hit: (missing(hit.page.title), missing(hit.section.heading)))


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")


def _stem(word: str) -> str:
    """Cut the ending off, roughly: `ключами` is found by `ключ`, and the other way round."""
    return word[: max(4, len(word) - 2)]
