"""Which invitations were not made by this program, and what to do about it."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from bereg.accounts import one_time_links
from bereg.centres.models import Invitation, in_language


def sentences() -> Iterator[str]:
    """Yield what was planted, a sentence each. Raise VaultLocked."""
    for each in one_time_links.planted(Invitation.objects.select_related("centre")):
        yield _(
            "An invitation to %(centre)s (%(role)s) was not made by this program, or was changed: "
            "revoke it on the page of the people."
        ) % {"centre": in_language(each.centre.names) or each.centre.code, "role": each.get_role_display()}
