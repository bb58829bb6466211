"""What is weak about what the public is shown."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from bereg.core.findings import Finding, Weight
from bereg.publications.publisher import logo_fault


def findings() -> Iterator[Finding]:
    """Yield a logo that is named and cannot be shown."""
    fault = logo_fault()
    if fault:
        said = {"file": settings.PUBLISHER_LOGO, "reason": fault}
        yield Finding(
            "logo",
            Weight.WEAK,
            _("The publisher's logo %(file)s cannot be shown: %(reason)s.") % said,
            _("Name a PNG, JPEG or WebP picture in BEREG_PUBLISHER_LOGO, and start the server again."),
        )
