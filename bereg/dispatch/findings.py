"""What in a letter tells who somebody is: looked for with what the matter holds, and open until somebody decides.

A room that holds such things of an enquiry says them in its module `identifiers`, as `identifiers_of(enquiry, person)`:
names, numbers, accounts and code words, as far as the person may open them. In danger to life a referral or a rescue
request is shown with its findings and stopped by none: no minute is to be lost.
"""

import json

from django.utils.translation import gettext as _

from bereg.accounts.models import User
from bereg.core.concerns import said
from bereg.dispatch.choices import ALONE, OWN_WORDS, DispatchGround
from bereg.dispatch.models import Dispatch
from bereg.enquiries.models import Enquiry
from bereg.redaction.judging import open_findings


def known_of(enquiry: Enquiry | None, person: User) -> tuple[str, ...]:
    """Return what rooms hold of a matter that tells who somebody is, as far as somebody may open it.

    Each opening is written down as a reading. Never call it inside a transaction.
    """
    if enquiry is None:
        return ()
    held = (each for of in said("identifiers", "identifiers_of") for each in of(enquiry, person))
    return tuple(dict.fromkeys(each.strip() for each in held if each.strip()))


def stops_nobody(kind: str, ground: str) -> bool:
    """Tell whether findings are shown and stop nobody: where one person on duty may send it, as a life is in danger."""
    return ground == DispatchGround.DANGER and kind in ALONE


def why_not_decided(dispatch: Dispatch, content: str, decisions: str, known: tuple[str, ...] = ()) -> str:
    """Say that a finding in its words is open; "" where none is. decisions: as JSON, as it is sealed beside them."""
    if not asks_for_decisions(dispatch) or not open_findings(content, json.loads(decisions or "{}"), known=known):
        return ""
    return _(
        "Something in these words may tell who somebody is, and nobody has decided on it: change the draft, and decide."
    )


def asks_for_decisions(dispatch: Dispatch) -> bool:
    """Tell whether a finding that nobody has decided on keeps it from being signed."""
    return dispatch.kind not in OWN_WORDS and not stops_nobody(dispatch.kind, dispatch.ground)
