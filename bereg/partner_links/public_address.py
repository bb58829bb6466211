"""The address of a link, which a process of the staff alone does not serve and gives out all the same."""

from bereg.partner_links.models import PartnerLink

LANGUAGES = {"ru": "Русский", "en": "English"}  # of the page, each by its own name
FALLBACK = "ru"


def path_of(link: PartnerLink, language: str) -> str:
    """Return where a link is opened; tests hold it against the addresses that are served."""
    return f"/{language if language in LANGUAGES else FALLBACK}/p/{link.pk}/"
