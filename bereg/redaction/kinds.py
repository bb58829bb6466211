"""What is found in a text: of what kind, where, and why it is thought to tell who somebody is."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class FindingKind(TextChoices):
    """What may tell who somebody is."""

    NAME = "name", _("name of a person")
    TELEPHONE = "telephone", _("telephone number")
    NUMBER = "number", _("number")
    ADDRESS = "address", _("address")
    DOCUMENT = "document", _("document")
    DATE = "date", _("day")
    CONTACT = "contact", _("mail, account or link")

    @property
    def mark(self) -> str:
        """The neutral word that takes its place, in the language of who reads."""
        return {
            FindingKind.NAME: gettext("[name]"),
            FindingKind.TELEPHONE: gettext("[telephone]"),
            FindingKind.NUMBER: gettext("[number]"),
            FindingKind.ADDRESS: gettext("[address]"),
            FindingKind.DOCUMENT: gettext("[document]"),
            FindingKind.DATE: gettext("[day]"),
            FindingKind.CONTACT: gettext("[contact]"),
        }[self]


class FindingReason(TextChoices):
    """Why something is found."""

    KNOWN = "known", _("the matter holds it")
    DIGITS = "digits", _("so many digits are a number that somebody has")
    SHORT_DIGITS = "short_digits", _("a short number, unless it is an amount")
    AFTER_A_WORD = "after_a_word", _("a word before it says what it is")
    SHAPE = "shape", _("it is written like one")
    PLACE = "place", _("a street, or a house with its number")
    DICTIONARY = "dictionary", _("the dictionary has it as a name")
    ENDING = "ending", _("it ends like a surname or a patronymic")
    INITIALS = "initials", _("initials stand beside it")
    CAPITAL = "capital", _("a capital within a sentence")
    NO_WORD = "no_word", _("it is no ordinary word")
    BESIDE = "beside", _("it stands beside a name")
    AGAIN = "again", _("it is found elsewhere in the text")


@dataclass(frozen=True)
class TextFinding:
    """One place of a text, [start, end) in characters. is_certain: it points at somebody, whatever a person thinks."""

    start: int
    end: int
    kind: FindingKind
    reason: FindingReason
    is_certain: bool = False
