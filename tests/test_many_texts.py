"""A hundred thousand generated texts through the real forms, on whichever database the tests run: no error of ours."""

import random
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.core.tests.torture import say, share
from bereg.questionnaire.publishing import publish_standard
from bereg.questionnaire.queries import current_version, form_of
from tests.hostile import HOSTILE, RAW, kept, sent_raw
from tests.world import form

RANGES = (
    (0x00, 0x20), (0x20, 0x7F), (0x7F, 0xA0), (0x300, 0x370), (0x400, 0x500), (0x590, 0x700), (0x0E00, 0x0E80),
    (0x1100, 0x1200), (0x2000, 0x2070), (0xD800, 0xE000), (0xFB00, 0xFFFF), (0x1F300, 0x1F700), (0xE0000, 0xE0100),
    (0x0, 0x110000),
)  # fmt: skip
TEXTS_A_FORM = 10


def text(drawn: random.Random, *, halves: bool) -> str:
    """Make up a text of signs from a few corners of Unicode, or take a known piece of trouble."""
    if drawn.random() < 0.1:
        return drawn.choice(list(HOSTILE.values()))
    corners = drawn.sample(RANGES, 3)
    signs = (chr(drawn.randrange(*drawn.choice(corners))) for _ in range(drawn.randint(0, 40)))
    return "".join(sign for sign in signs if halves or not "\ud800" <= sign <= "\udfff")


def sent(desk: Client, operator: User, centre: Centre, forms: int) -> dict[int, int]:
    """Send so many forms, most with ten generated texts; return how often each status came."""
    drawn, found = random.Random(15), dict[int, int]()  # noqa: S311 - the same texts each time
    questions = form_of(current_version(centre)).questions
    names = ["narrative", "call_back", "started_on", "started_time", "line", "topics", "channel", "language", "joins"]
    names += ["outcome", "urgency", "direction", "anonymous", *(f"a-{name}" for name in questions)]
    for number in range(forms):
        # Every fourth form spoils nothing but what takes any text, so that it is stored.
        chosen = ["narrative", "call_back"] if number % 4 == 1 else drawn.sample(names, TEXTS_A_FORM)
        # Half a sign makes the whole form unreadable, so only some forms have one.
        fields = {name: text(drawn, halves=number % 5 == 0) for name in chosen}
        page = "desk:draft" if number % 3 == 0 else "desk:form"
        with transaction.atomic():
            desk.force_login(operator)  # what is taken back takes along that somebody was there, or got another key
            answer = sent_raw(desk, reverse(page, args=[uuid4()]), {**form(), "consent": "yes", **fields})
            assert answer.status_code < 500, fields
            assert "login" not in answer.headers.get("Location", "")
            assert number % 50 or not any(map(RAW.search, kept()))
            transaction.set_rollback(True)
        found[answer.status_code] = found.get(answer.status_code, 0) + 1
    return found


def test_some_hundred_texts(desk: Client, operator: User, centre: Centre) -> None:
    publish_standard()
    assert set(sent(desk, operator, centre, 60)) >= {302, 400, 422}


@pytest.mark.torture
def test_a_hundred_thousand_texts(desk: Client, operator: User, centre: Centre) -> None:
    publish_standard()
    forms = share(12_500)  # eight texts each on average
    found = sent(desk, operator, centre, forms)
    say("S15", f"{forms * 8} texts in {forms} forms, 0 answers of 5xx: {dict(sorted(found.items()))}")
