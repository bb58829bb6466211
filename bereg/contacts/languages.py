"""Languages that people speak to us in (ISO 639-1). A new one is one row here."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """The language of a contact."""

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


CODE = re.compile(r"[a-z]{2,3}")


def counted(language: str) -> str:
    """Return a language as the figures know it: whatever is no code counts as not asked."""
    return language if CODE.fullmatch(language) else ""
