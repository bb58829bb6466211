"""Work on a published form that is done once, since such a form never changes."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from django.utils.translation import get_language

from bereg.questionnaire.form import Form

Result = TypeVar("Result")
MOST = 64


def once(work: Callable[[Form], Result]) -> Callable[[Form], Result]:
    """Keep what `work` makes of each form in each language. The results are shared: nobody may change them."""

    @lru_cache(maxsize=MOST)
    def kept(form: Form, language: str | None) -> Result:
        return work(form)

    @wraps(work)
    def known(form: Form) -> Result:
        return kept(form, get_language())

    return known
