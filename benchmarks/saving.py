"""A typical call, saved through the real form."""

import secrets
from collections.abc import Callable, Mapping
from types import MappingProxyType
from uuid import uuid4

from benchmarks.browser import Browser, Fields, UnexpectedAnswerError, read_form
from benchmarks.load import Act

# Consent, seven answers, two topics, a short note.
TYPED = {
    "consent": "yes",
    "a-enquirer": "migrant",
    "a-gender": "female",
    "a-age": "30_39",
    "a-citizenship": "UZ",
    "a-education": "secondary",
    "a-source": "friends",
    "a-region": "RU-MOW",
    "narrative": "Asks whether an employer may keep a passport. Told that nobody may, and whom to call.",
    "outcome": "advised",
}
TOPICS = ("documents", "unpaid_wages")


def saving(
    browser: Browser,
    more: Mapping[str, str] = MappingProxyType({}),
    told: Callable[[str], object] = lambda _to: None,
) -> Act:
    """Return the act of saving one more enquiry through the form that this browser was shown."""
    form = read_form(browser.get("/enquiries/new/")[1], "/enquiries/new/")
    shown = form.action.rstrip("/").rsplit("/", 1)[1]
    typed = {**TYPED, **more}
    fields: Fields = [field for field in form.fields if field[0] not in {*typed, "topics"}]
    fields += [*typed.items(), *(("topics", topic) for topic in TOPICS)]

    def save() -> None:
        note = f"{TYPED['narrative']} {secrets.token_hex(8)}"
        sent = [(name, note if name == "narrative" else value) for name, value in fields]
        status, to = browser.post(form.action.replace(shown, str(uuid4())), sent)
        if status != 302 or not to.endswith("/saved/"):
            raise UnexpectedAnswerError(f"Saving an enquiry answered {status} {to}.")
        told(to)

    return save
