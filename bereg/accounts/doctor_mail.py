"""Mail: whether alarms reach anybody who does not happen to look."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from bereg.accounts.notice_mail import addressees
from bereg.accounts.permissions import Permission
from bereg.accounts.queries import people_with
from bereg.core.findings import Finding, Weight
from bereg.core.smtp import MailFailedError, try_server


def findings() -> Iterator[Finding]:
    """Yield what is weak about mail."""
    if settings.DEMONSTRATION:
        return
    if not settings.MAIL_SERVER:
        yield Finding(
            "no_mail",
            Weight.WEAK,
            _(
                "Nobody is told by mail of a failed backup, a full disk or a worker that died: "
                "only those who look see it."
            ),
            _("Set BEREG_MAIL_SERVER and BEREG_MAIL_SENDER."),
            "alarms.md",
        )
        return
    try:
        try_server()
    except MailFailedError as problem:
        fault = _("The mail server takes nothing (%(kind)s), so alarms reach nobody who does not look.")
        remedy = _("Look at BEREG_MAIL_SERVER, and whether the server answers from this machine.")
        yield Finding("mail_fails", Weight.WEAK, fault % {"kind": problem}, remedy, "alarms.md")
    if not addressees(people_with(Permission.KEYS)):
        yield Finding(
            "nobody_mailed",
            Weight.WEAK,
            _("No administrator has given an e-mail address, so alarms reach nobody who does not look."),
            _("Each of them enters one under their own name at the top of the page, and tries it out."),
            "alarms.md",
        )
