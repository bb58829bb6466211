"""Why a link was not made, in a sentence that says what to do."""

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from bereg.partner_links import errors

WHY_NOT: dict[type[Exception], StrOrPromise] = {
    errors.NotYourPartnerLinkError: gettext_lazy("This is for others to do: you do not work on this any more."),
    errors.NoLinkNowError: gettext_lazy("It has not left, or it is over: there is nothing to answer by a link."),
    errors.LinkMadeError: gettext_lazy("This link was made already, and its code was shown once. Make another one."),
}
