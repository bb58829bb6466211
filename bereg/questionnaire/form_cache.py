"""Work on a published form that is done once, since such a form never changes."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.utils.translation import get_language

from bereg.questionnaire.form import Form

Result = TypeVar("Result")
MOST = 64


def once(work: Callable[[Form], Result]) -> Callable[[Form], Result]:
    """Keep what `work` makes of each form in each language. The results are shared: nobody may change them."""
    # By identity, with the form beside it so that its address is not used again: a form is too large to compare.
    done: dict[tuple[int, str | None], tuple[Form, Result]] = {}

    @wraps(work)
    def known(form: Form) -> Result:
        key = (id(form), get_language())
        found = done.get(key)
        if found is None:
            if len(done) >= MOST:
                done.clear()
            found = done[key] = (form, work(form))
        return found[1]

    return known
