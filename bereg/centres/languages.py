"""Languages that centres and those who turn to them speak (ISO 639-1). A new one is one row here."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """One language."""

    RU = "ru", _("Russian")
    UZ = "uz", _("Uzbek")
    TG = "tg", _("Tajik")
    KY = "ky", _("Kyrgyz")
    KK = "kk", _("Kazakh")
    HY = "hy", _("Armenian")
    AZ = "az", _("Azerbaijani")
    KA = "ka", _("Georgian")
    UK = "uk", _("Ukrainian")
    BE = "be", _("Belarusian")
    RO = "ro", _("Romanian")
    TK = "tk", _("Turkmen")
    EN = "en", _("English")
    ZH = "zh", _("Chinese")
    VI = "vi", _("Vietnamese")
    KO = "ko", _("Korean")
    TR = "tr", _("Turkish")
    FA = "fa", _("Persian")
    AR = "ar", _("Arabic")
    HI = "hi", _("Hindi")
    FR = "fr", _("French")
    ES = "es", _("Spanish")


def names_of(codes: Iterable[str]) -> list[str]:
    """Return languages by their names, in the order of the list."""
    known = set(codes)
    return [str(each.label) for each in Language if each.value in known]
