"""The way to the server: whether what others send over a network is encrypted (TLS)."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from bereg.core.findings import Finding, Weight

OWN_MACHINE = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def findings() -> Iterator[Finding]:
    """Yield what is weak about the way to the server."""
    others = set(settings.ALLOWED_HOSTS) - OWN_MACHINE
    if others and not settings.SECURE:
        yield Finding(
            "no_tls",
            Weight.GRAVE,
            _("The server has names that other machines use, and neither a certificate nor a trusted proxy."),
            _("Set BEREG_TLS_CERT and BEREG_TLS_KEY, or BEREG_TRUSTED_PROXY."),
        )
