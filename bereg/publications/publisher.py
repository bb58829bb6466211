"""Who publishes: named on every page and in every file, as the licence asks of whoever uses the figures."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from bereg.core.pictures import Picture, PictureError, read_picture

LOGO_SIDE = 480  # pixels, of the longer side


@dataclass(frozen=True)
class Publisher:
    """As the settings name it."""

    name: str
    address: str

    def cited(self) -> str:
        """Write how the figures are cited."""
        if self.address:
            return _("Source: %(publisher)s, %(address)s") % {"publisher": self.name, "address": self.address}
        return _("Source: %(publisher)s") % {"publisher": self.name}


def publisher() -> Publisher | None:
    """Return who publishes; None where nobody is named."""
    return Publisher(settings.PUBLISHER, settings.PUBLISHER_ADDRESS) if settings.PUBLISHER else None


def logo() -> Picture | None:
    """Return the publisher's logo, written anew; None where there is none, or none that can be shown (`logo_fault`)."""
    try:
        return read_logo()
    except (OSError, PictureError):
        return None  # the figures are shown all the same; the doctor says what is wrong


def logo_fault() -> str:
    """Say why the logo that the settings name cannot be shown; "" where it can, or where none is named."""
    try:
        read_logo()
    except (OSError, PictureError) as problem:
        return getattr(problem, "strerror", None) or str(problem)
    return ""


def read_logo() -> Picture | None:
    """Return the logo, read again once its file has changed. Raise PictureError, OSError."""
    path = settings.PUBLISHER_LOGO
    return _logo(path, path.stat().st_mtime_ns) if path else None


def logo_name() -> str:
    """Return the name of the logo's file, which another logo does not have; "" where there is none."""
    picture = logo()
    return f"publisher-{hashlib.sha256(picture.content).hexdigest()[:16]}.{picture.ending}" if picture else ""


@lru_cache(maxsize=2)
def _logo(path: Path, _changed: int) -> Picture:
    return read_picture(path.read_bytes(), longest_side=LOGO_SIDE)
