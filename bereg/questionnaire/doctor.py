"""The questionnaire: whether a standard that nobody changed is older than the one that came with the program."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bereg.core.findings import Finding, Weight
from bereg.questionnaire.standards import outdated, standard_path


def findings() -> Iterator[Finding]:
    """Yield which versions in force have a newer standard beside them."""
    for version in outdated():
        command = f"bereg questionnaire publish {standard_path()}"
        if version.centre:
            command += f" --centre {version.centre.code}"
        yield Finding(
            "standard_newer",
            Weight.NOTE,
            _(
                "The program brings a newer standard questionnaire than version %(number)s, in force for %(where)s:"
                " what it names since, as in Uzbek and Tajik, shows on new public figures as a code or in another"
                " language."
            )
            % {
                "number": version.number,
                "where": version.centre.code if version.centre else _("every centre without its own"),
            },
            _("Run `%s`. Enquiries keep the version that they were registered under, releases their words.") % command,
        )
