"""Why a letter is not read: which limit it breaks."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuarantineReason(models.TextChoices):
    """Whatever breaks a limit goes into quarantine as it came, for a person to look at."""

    TOO_LARGE = "too_large", _("larger than 25 MB")
    MANY_PARTS = "many_parts", _("too many parts")
    TOO_DEEP = "too_deep", _("parts nested too deep")
    LONG_HEADER = "long_header", _("a header of over 4 KB")
    LONG_HEADERS = "long_headers", _("headers of over 64 KB")
    MANY_HEADERS = "many_headers", _("over 500 headers")
    MANY_ADDRESSES = "many_addresses", _("over 100 addresses")
    LONG_HTML = "long_html", _("HTML of over 64 KB and no plain text")
    LONG_TEXT = "long_text", _("over 100,000 characters")
    MANY_FILES = "many_files", _("over 20 attachments")
    LARGE_FILE = "large_file", _("an attachment of over 10 MB")
    UNREADABLE = "unreadable", _("cannot be read")
    AUTOMATIC = "automatic", _("a machine wrote it")
    NO_SOUND = "no_sound", _("no recording came with it")


class LimitBrokenError(ValueError):
    """A letter breaks the limit that `reason` names."""

    def __init__(self, reason: QuarantineReason) -> None:
        super().__init__(reason.value)
        self.reason = reason
