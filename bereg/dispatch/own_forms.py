"""By which form a draft is changed: the room above that wrote it may have one of its own for that.

It says so in its module `dispatched`, as `form_of(dispatch, person)`, which returns a form to be made with what was
typed, or None.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from bereg.accounts.models import User
from bereg.core.concerns import said
from bereg.dispatch.forms import DispatchForm
from bereg.dispatch.models import Dispatch

MakesForm = Callable[..., DispatchForm]


def form_of(dispatch: Dispatch, person: User) -> MakesForm:
    """Return the form by which a draft is changed: that of its room, or the one by which any letter is written."""
    own = (of(dispatch, person) for of in said("dispatched", "form_of"))
    given: dict[str, Any] = {"centre": dispatch.centre, "enquiry": dispatch.enquiry, "person": person}
    return next(filter(None, own), None) or partial(DispatchForm, **given, kinds=[dispatch.kind])
