"""Holds in words: what they keep, where they are looked at, and why nothing of a held record is erased."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts import notices
from bereg.retention import holds
from bereg.retention.models import Hold


def name_of(hold: Hold | None) -> str:
    """Return what a hold keeps by the name that people know, such as its number."""
    record = holds.record_of(hold) if hold else None
    return str(record) if record else "–"


def page_of(hold: Hold | None) -> str:
    """Return where a hold is looked at; the page of all of them where it is gone."""
    if hold is None:
        return reverse("retention:retention")
    return reverse("holds:hold", args=[hold.record], current_app=namespace_of(hold.record_kind))


def namespace_of(kind: str) -> str:
    """Return the name under which the addresses of holds of a kind of record stand (`bereg/urls.py`)."""
    return f"holds of {kind}"


def refused(hold: Hold) -> str:
    """Say why nothing of a held record is erased, and tell who looks after the hold that somebody wants it."""
    notices.settle(kind=holds.WITHDRAWS, target=str(hold.pk))
    told = holds.looked_after_by(hold)
    notices.give(kind=holds.WITHDRAWS, target=str(hold.pk), to=told)
    why = _(
        "This enquiry is held until %(until)s, so nothing of it is erased: %(why)s. Two people can lift the hold."
    ) % {
        "until": f"{hold.until:%Y-%m-%d}",
        "why": hold.get_code_display(),
    }
    if not told:
        return f"{why} " + _(
            "Nobody who may look after it works at the centre, so nobody was told: ask an administrator."
        )
    names = ", ".join(map(str, told))
    return f"{why} " + _("Who looks after it has been told: %(names)s.") % {"names": names}
