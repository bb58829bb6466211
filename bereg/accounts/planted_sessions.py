"""Which open sessions were not opened by this program: they let nobody in, and are gone when somebody tries."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.accounts import session_keys
from bereg.accounts.models import Session


def sentences() -> Iterator[str]:
    """Yield what was planted, a sentence each. Raise VaultLocked."""
    for each in Session.objects.filter(user__isnull=False, expires_at__gt=timezone.now()).select_related("user"):
        if each.user and not session_keys.is_genuine(each):
            yield _("A session of %(name)s was not opened by this program, or was changed: it lets nobody in.") % {
                "name": each.user.username
            }
