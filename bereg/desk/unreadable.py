"""The notice that a text cannot be opened."""

from django.urls import reverse
from django.utils.translation import gettext as _

from bereg.accounts import kinds
from bereg.enquiries.alarms import UNREADABLE


def register() -> None:
    """Make known what the notice says and where it leads."""
    kinds.register(
        kinds.NoticeKind(
            code=UNREADABLE,
            words=lambda _target: _("A text of an enquiry cannot be opened. Tell whoever looks after the server."),
            where=_enquiry,
            is_alarm=True,
        ),
    )


def _enquiry(target: str) -> str:
    kind, _colon, pk = target.partition(":")
    return reverse("desk:enquiry", args=[pk]) if kind == "enquiries.enquiry" else ""
