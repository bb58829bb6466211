"""The words of a trend notice, which the program writes from closed codes: nothing of a person, and no number."""

import datetime as dt
from collections.abc import Iterable

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bereg.core.quarters import quarter_words
from bereg.persons.choices import Sign
from bereg.violations.choices import ViolationKind
from bereg.violations.wording import region_words

LANGUAGES = ("ru", "en")
SENTENCES = {
    ViolationKind.WAGES: gettext_lazy("wages for work that was done were not paid"),
    ViolationKind.REGISTRATION: gettext_lazy("registration at the place of stay was refused to those who asked for it"),
    ViolationKind.PERMIT: gettext_lazy("a work permit was refused to those who applied for it"),
    ViolationKind.DOCUMENTS: gettext_lazy("identity documents were taken away and not given back"),
    ViolationKind.EXACTIONS: gettext_lazy("money was demanded that nobody owes"),
    ViolationKind.AGENCY: gettext_lazy("agencies promised work or documents that there were not"),
    ViolationKind.EXPLOITATION: gettext_lazy("people were made to work, or were exploited in another way"),
}


def notice_text(*, kind: str, region: str, quarter: dt.date, country: str, signs: Iterable[str], language: str) -> str:
    """Return the words in a language: "several" in place of a count. signs: those that enough matters share."""
    with translation.override(language):
        where = {"region": region_words(region, country), "quarter": quarter_words(quarter)}
        named = [str(sign.label) for sign in Sign if sign in set(signs)]
        lines = [
            _("Region: %(region)s. Time: %(quarter)s.") % where,
            _("Several separate enquiries at our help line tell the same: %(what)s.")
            % {"what": SENTENCES[ViolationKind(kind)]},
            _("Several of them also tell of this: %(signs)s.") % {"signs": ", ".join(named)} if named else "",
            _("We ask you to look into it, and to let us know within thirty days what was found and what was done."),
            _("This letter names and describes nobody, and there is nothing more that we could pass on."),
        ]
    return "\n\n".join(filter(None, lines))
