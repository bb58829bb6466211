"""What a reader has to know before using protected figures, in plain words of the active language."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from bereg.core.languages import awaits_reader
from bereg.publications import periods
from bereg.publications.content import Content, Table, Words
from bereg.publications.formats.lines import small
from bereg.publications.omitted_tables import left_out
from bereg.publications.publisher import publisher
from bereg.publications.sentences import how_to_read
from bereg.publications.shares import MOST_CHANGED

LICENCE = "CC-BY-4.0"
LICENCE_TITLE = "Creative Commons Attribution 4.0 International"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"

PARAGRAPH = "\n\n"


def title(content: Content) -> str:
    """Name the release."""
    return _("Figures: %(period)s") % {"period": period_name(content)}


def period_name(content: Content) -> str:
    """Write `May 2007 – May 2008`."""
    return periods.named(*periods.of(content))


def heading() -> str:
    """Head the explanation."""
    return _("How to read these figures")


def written_heading() -> str:
    """Head what people wrote of the report."""
    return _("What is behind the figures")


def recommended_heading() -> str:
    """Head what is recommended with the report."""
    return _("What we recommend")


def explanation(content: Content) -> list[str]:
    """Say what was done to the figures and what must not be done with them, a text a paragraph.

    Before all that, whether somebody whose language it is has read it.
    """
    unread = awaits_reader()
    return [
        *([unread] if unread else []),
        *_protection(content),
        *left_out(content),
        *_edition(content),
        *_source(),
        _licence(),
    ]


def _protection(content: Content) -> list[str]:
    return [
        _(
            "Every figure is changed at random by at most %(most)s up or down, so that nobody can be recognised in it. "
            "The changes favour neither side. Their rules are public; only the key that chooses them is secret."
        )
        % {"most": MOST_CHANGED},
        _(
            "So figures do not add up exactly. Do not subtract them from each other or from those of another table, "
            "period or edition: the difference says nothing."
        ),
        _(
            "A figure below %(below)s is shown as %(small)s, also where there was nobody. "
            "The smaller a figure, the less it can be relied on."
        )
        % {"below": content["class_below"], "small": small(content)},
        _("Percentages are worked out from the changed figures and rounded."),
        *_intervals(content),
        *dict.fromkeys(said for table in content["tables"] for said in how_to_read(table)),
    ]


def _intervals(content: Content) -> list[str]:
    if not content.get("interval_below"):
        return []
    return [
        _(
            "Of fewer than %(below)s people two percentages are given in place of one, such as 52–82: in about 95 of "
            "100 cases the true one lies between them. Chance, which is large where people are few, and our changes "
            "are both in them."
        )
        % {"below": content["interval_below"]}
    ]


def _edition(content: Content) -> list[str]:
    found = []
    if content["countries"]:
        found.append(
            _("People came from at least %(countries)s foreign countries: as many have a number of their own here.")
            % {"countries": content["countries"]}
        )
    if content["vintage"] > 1:
        found.append(
            _("This is revision %(vintage)s. It replaces the earlier one, and every figure was changed anew.")
            % {"vintage": content["vintage"]}
        )
    return found


def _source() -> list[str]:
    found = publisher()
    return [found.cited()] if found else []


def _licence() -> str:
    return _("Anybody may use these figures who names their source (licence %(licence)s).") % {
        "licence": "CC\N{NO-BREAK SPACE}BY\N{NO-BREAK SPACE}4.0"
    }


def note(content: Content, table: Table) -> str:
    """Say how many rows of a table are in the class of the small, and why; empty where none is."""
    count = sum(row["shown"] is None for row in table["rows"])
    if not count:
        return ""
    return ngettext(
        "%(count)s row is shown as %(small)s, so that it points at nobody.",
        "%(count)s rows are shown as %(small)s, so that they point at nobody.",
        count,
    ) % {"count": count, "small": small(content)}


def by_language(content: Content, make: Callable[[], str]) -> Words:
    """Return a text in each language of the program that the content is named in; English first."""
    named = {language for table in content["tables"] for language in table["title"]} | {"en"}
    found = {}
    known = named & set(dict(settings.PUBLIC_LANGUAGES))
    for language in sorted(known, key=lambda code: (code != "en", code)):
        with override(language):
            found[language] = make()
    return found


def in_every_language(content: Content) -> str:
    """Return the explanation in each of these languages, a blank line between paragraphs."""
    return PARAGRAPH.join(by_language(content, lambda: PARAGRAPH.join(explanation(content))).values())
