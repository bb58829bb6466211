"""Why figures cannot be made now."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Who signs in at an address, as it stands in what a driver says of one.
SIGNED_IN = re.compile(r"(?<=://)[^\s/]*@")


class FiguresFault(Exception):  # noqa: N818 - what a screen says of it is no error of the program
    """Figures cannot be made now; the message says why and what to do."""


class UnreachedError(FiguresFault):
    """What is elsewhere did not answer. about: what the words name, so that it can be said later in any language."""

    code: str
    words: Promise | str

    def __init__(self, **about: str) -> None:
        super().__init__(self.code)
        self.about = about

    def __str__(self) -> str:
        return str(self.words) % self.about


class AddressError(UnreachedError):
    """What BEREG_FACTS names did not answer."""

    code = "address"
    words = _("The facts at %(address)s, which BEREG_FACTS names, cannot be reached: %(reason)s.")


class EngineError(UnreachedError):
    """What BEREG_ENGINE names did not count."""

    code = "engine"
    words = _("The engine %(engine)s, which BEREG_ENGINE names, has not counted: %(reason)s.")


UNREACHED: dict[str, type[UnreachedError]] = {each.code: each for each in (AddressError, EngineError)}


def reason_of(problem: BaseException, *secrets: str) -> str:
    """Return what a driver says first, without the passwords that it may quote."""
    first = (str(problem).strip().splitlines() or [type(problem).__name__])[0]
    for secret in filter(None, secrets):
        first = first.replace(secret, "…")
    return SIGNED_IN.sub("", first).rstrip(".")
