"""The template of a covering letter: its fields, what stands there at first, and how it is filled in.

A field is a word in braces. Each has a name in English and one in Russian, whatever the language of the letter.
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import override

from bereg.figure_letters.choices import FiguresKind

FIELD = re.compile(r"\{([^{}\n]{1,40})\}")
PERIOD, RECIPIENT, PUBLISHER, FIGURES = "period", "recipient", "publisher", "figures"
NAMES = {
    PERIOD: PERIOD,
    RECIPIENT: RECIPIENT,
    PUBLISHER: PUBLISHER,
    FIGURES: FIGURES,
    "период": PERIOD,
    "получатель": RECIPIENT,
    "издатель": PUBLISHER,
    "показатели": FIGURES,
}


def unknown_fields(template: str) -> list[str]:
    """Return the fields of a template that there are not."""
    return list(dict.fromkeys(name for name in FIELD.findall(template) if name.strip().lower() not in NAMES))


def has_figures(template: str) -> bool:
    """Tell whether a template says the main figures."""
    return any(NAMES.get(name.strip().lower()) == FIGURES for name in FIELD.findall(template))


def filled_in(template: str, values: Mapping[str, str]) -> str:
    """Return a template with its fields filled in. What a field says is never taken for a field."""
    return FIELD.sub(lambda found: values.get(NAMES.get(found[1].strip().lower(), ""), found[0]), template)


def first_template(gets: str, language: str) -> str:
    """Return the template that a new recipient begins with, in the language of the letter."""
    with override(language):
        if gets == FiguresKind.RELEASE:
            return _(
                "Dear colleagues,\n\n"
                "we send you the published figures of our centres for {period}.\n\n"
                "{figures}\n\n"
                "Each figure is changed a little, so that it endangers nobody. The figures may be quoted and passed on "
                "with their source.\n\n"
                "Yours faithfully"
            )
        if gets == FiguresKind.REPORT:
            return _(
                "Dear colleagues,\n\n"
                "we send you our exact report for {period}.\n\n"
                "{figures}\n\n"
                "The figures are exact, and small ones can point at a person: please do not publish them or pass them "
                "on.\n\n"
                "Yours faithfully"
            )
        return _(
            "Dear colleagues,\n\n"
            "below you find what was reached in {period}, beside what was agreed.\n\n"
            "The figures are exact: please do not publish them or pass them on.\n\n"
            "Yours faithfully"
        )


def withdrawn_text(language: str) -> str:
    """Return what a letter says where what was sent was withdrawn, and nothing stands in its place."""
    with override(language):
        return _(
            "Dear colleagues,\n\n"
            "we have withdrawn the figures for {period} that we sent you. Please use them no more, and tell those to "
            "whom you passed them on. We shall write to you as soon as there are others.\n\n"
            "Yours faithfully"
        )


def corrected_template(template: str, language: str) -> str:
    """Return the template of a letter that replaces one: it says so below the greeting."""
    with override(language):
        said = _("The figures for {period} that we sent you were corrected. Please use only those that come with this.")
    greeting, gap, rest = template.partition("\n\n")
    return f"{greeting}\n\n{said}{gap}{rest}"
