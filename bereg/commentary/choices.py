"""Why a number may stand in a public sentence that the release does not show, and how long a sentence may be."""

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

WHOLE = ""  # in place of a table: all that was published of a centre, or of all centres
LONGEST = 2_000  # characters, in one language
# Those of the staff come first: they are the ones that are written.
LANGUAGES = [code for code, _name in settings.LANGUAGES] + [
    code for code, _name in settings.PUBLIC_LANGUAGES if code not in dict(settings.LANGUAGES)
]


class NumberReason(TextChoices):
    """What a number is that is no figure of the release. None of them is: an exact figure of ours."""

    DATE = "date", _("a year, or a day")
    LAW = "law", _("of a law, an article or a decree")
    ELSEWHERE = "elsewhere", _("from another source, which the sentence names")
    RECKONED = "reckoned", _("worked out of published figures")
    NO_PEOPLE = "no_people", _("counts no people and no enquiries")
