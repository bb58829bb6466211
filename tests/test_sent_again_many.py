"""Forms that are sent again and again, with the same content and with others: nothing that was called saved is lost."""

import random
import unicodedata
from collections import Counter
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.contacts.models import Contact
from bereg.core.tests.torture import say, share
from bereg.enquiries.models import Enquiry
from bereg.questionnaire.publishing import publish_standard
from tests.at_once import at_once
from tests.opened import text_of
from tests.world import form

BROWSERS = 4
WORDS = ("wages", "passport", "court", "e\u0301", "\u00e9", " ", "\n", "'", '"', "&amp;", "0")


def content(drawn: random.Random) -> str:
    """Return one of few texts, some of which differ in a blank or in how a letter is written."""
    return "Asks about " + "".join(drawn.choice(WORDS) for _ in range(drawn.randint(1, 2)))


def as_stored(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def shows(page: str, *texts: str) -> bool:
    """Tell whether a page shows each of these."""
    return all(escape(as_stored(each)) in page for each in texts)


def send(browser: Client, pk: UUID, narrative: str) -> tuple[int, str]:
    answer = browser.post(reverse("desk:form", args=[pk]), {**form(), "narrative": narrative})
    return answer.status_code, answer.content.decode() if answer.status_code == 409 else ""


def sent_at_once(browsers: list[Client], pk: UUID, texts: list[str]) -> list[tuple[int, str]]:
    acts = [partial(send, browser, pk, text) for browser, text in zip(browsers, texts, strict=True)]
    return at_once(*acts)  # type: ignore[return-value]


@pytest.fixture
def browsers(centre: Centre, operator: User) -> list[Client]:
    publish_standard()
    made = [Client() for _ in range(BROWSERS)]
    for each in made:
        each.force_login(operator)
    return made


def play(browsers: list[Client], forms: int) -> Counter[int]:
    """Send each form several times at once, and again; see that what is called saved is what stands."""
    drawn, statuses = random.Random(2026), Counter[int]()  # noqa: S311 - the same forms each time
    for number in range(1, forms + 1):
        pk = uuid4()
        texts = [content(drawn) for _ in range(2 * BROWSERS)]
        first = sent_at_once(browsers, pk, texts[:BROWSERS])
        given = [*first, *(send(browsers[0], pk, text) for text in texts[BROWSERS:])]
        stands = text_of(Enquiry._base_manager.get(pk=pk))
        for text, (status, page) in zip(texts, given, strict=True):
            assert status == (302 if as_stored(text) == stands else 409), (text, stands)
            assert status == 302 or shows(page, text, stands)
            statuses[status] += 1
        assert Enquiry._base_manager.count() == Contact._base_manager.count() == number
    return statuses


@pytest.mark.django_db(transaction=True)
def test_some_forms_sent_again(browsers: list[Client]) -> None:
    assert set(play(browsers, 3)) == {302, 409}


@pytest.mark.torture
@pytest.mark.django_db(transaction=True)
def test_many_forms_sent_again(browsers: list[Client]) -> None:
    statuses = play(browsers, share(500))
    say(
        "S07 twins",
        f"{statuses.total():,} forms sent at once and again, {statuses[409]:,} with another content: 0 lost",
    )
