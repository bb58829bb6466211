"""A one-time link by mail: half of its secret stands in the mail, and twelve digits that are told are the other half.

So whoever reads the mail, or runs the mail server, opens nothing with it; and whoever overhears the digits has no link.
"""

import logging
import secrets
import threading
from collections.abc import Callable

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bereg.accounts import notices
from bereg.accounts.forms import MAILED_DIGITS, ToldDigitsForm
from bereg.accounts.models import User
from bereg.core import smtp
from bereg.core.smtp import MailFailedError

GROUP = 4  # digits, as they are said
NOT_MAILED = "link.not_mailed"
THREAD = "mailed link"
logger = logging.getLogger(__name__)


def may_mail() -> bool:
    """Tell whether links go by mail here: only where that was switched on."""
    return bool(settings.MAIL_LINKS and settings.MAIL_SERVER)


def new_digits() -> str:
    """Draw what is told: 40 bits, which are tried here alone, for as long as the link lasts."""
    return f"{secrets.randbelow(10**MAILED_DIGITS):0{MAILED_DIGITS}}"


def as_told(digits: str) -> str:
    """Return digits in groups, as they are said."""
    return " ".join(digits[place : place + GROUP] for place in range(0, MAILED_DIGITS, GROUP))


def send(*, to: str, address: str, hours: int, language: str, by: User) -> None:
    """Mail a link without its digits, beside everything else. Where no server takes it, whoever made it is told."""
    with translation.override(language):
        subject = _("A link for you")
        words = ngettext(
            "A colleague made you a link to your account. It opens once, within %(hours)s hour, with the digits that"
            " they tell you. If you expect none, delete this mail.",
            "A colleague made you a link to your account. It opens once, within %(hours)s hours, with the digits that"
            " they tell you. If you expect none, delete this mail.",
            hours,
        ) % {"hours": hours}
    _beside(lambda: _send(to, subject, f"{words}\n\n{address}\n", by))


def _send(to: str, subject: str, text: str, by: User) -> None:
    try:
        smtp.send(to=to, subject=subject, text=text)
    except MailFailedError as problem:
        logger.warning("A link does not leave by mail: %s", problem)
        notices.give(kind=NOT_MAILED, target="", to=[by])


def _beside(work: Callable[[], None]) -> None:
    """Do it in a thread of its own: a mail server that takes its time holds up no page."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    threading.Thread(target=run, name=THREAD).start()


def ask_digits(request: HttpRequest, half: str, *, name: str, works: Callable[[str], object]) -> HttpResponse:
    """Ask whoever opens a link from a mail for the digits, and lead on. name: of the address that takes the whole."""
    form = ToldDigitsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        secret = half + form.cleaned_data["digits"]
        if works(secret):
            return redirect(reverse(name, args=[secret]))
        form.add_error("digits", _("These digits do not fit this link, or it no longer works. Ask your colleague."))
    # Always 200: Django writes the address of every other answer to the log, and this one holds half a secret.
    return render(request, "accounts/told_digits.html", {"form": form})
