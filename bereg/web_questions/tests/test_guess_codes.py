"""Guessing codes against many conversations: nothing is learnt, nobody is locked out, and each guess costs the same."""

import re
import statistics
import time
from random import Random
from secrets import token_bytes
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bereg.centres.models import Centre, Line
from bereg.conversations.models import Thread
from bereg.core.routing import KEYS
from bereg.core.tests.torture import say, share
from bereg.vault.codes import DIGITS, GROUPS, new_code
from bereg.web_questions.models import VisitorSession
from bereg.web_questions.tests.conftest import AGAIN, TALK, Asks
from bereg.web_questions.throttle import TRIES_A_S

YEAR_S = 365.25 * 24 * 3600
LOOKED_AT_EACH = 20  # of the guesses the statements are counted


def many_threads(centre: Centre, line: Line, number: int) -> None:
    made = (
        Thread(id=uuid4(), centre=centre, line=line, source="web", lookup=token_bytes(32)) for _each in range(number)
    )
    Thread._base_manager.bulk_create(made, batch_size=500)


def guesses(code: str, number: int) -> list[str]:
    """Return codes that are wrong: far from a right one, and next to it."""
    random, made = Random(number), []  # noqa: S311 - the same guesses each time
    for place in range(number):
        near = list(code)
        at = random.choice([index for index, sign in enumerate(code) if sign.isdigit()])
        near[at] = str((int(near[at]) + random.randrange(1, 10)) % 10)
        made.append("".join(near) if place % 2 else new_code())
    return made


@pytest.mark.parametrize(("threads", "tries"), [(500, 60), pytest.param(10_000, 10_000, marks=pytest.mark.torture)])
def test_a_guess_teaches_nothing_and_locks_nobody_out(
    visitor: Client, asks: Asks, web: Line, threads: int, tries: int
) -> None:
    code, tries = asks(), tries if tries < 100 else share(tries)
    many_threads(web.centre, web, threads)
    guesser, answers, statements = Client(), set[str](), set[tuple[int, int]]()
    taken: dict[str, list[float]] = {"near": [], "far": []}
    for place, guess in enumerate(guesses(code, tries)):
        for each in (connection, connections[KEYS]):
            each.queries_log.clear()  # which holds no more than 9,000
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as records, CaptureQueriesContext(connections[KEYS]) as keys:
            answer = guesser.post(AGAIN, {"code": guess})
        taken["near" if place % 2 else "far"].append(time.perf_counter() - begun)
        assert (answer.status_code, len(answer.cookies)) == (422, 0)
        answers.add(re.sub(r'value="[^"]*"', "", answer.content.decode()))
        if place % LOOKED_AT_EACH == 0:
            statements.add((len(records), len(keys)))
    assert (len(answers), len(statements)) == (1, 1)
    assert VisitorSession._base_manager.count() == 1  # of who asked
    assert guesser.post(AGAIN, {"code": code}).status_code == 302  # from the very browser that guessed
    assert guesser.get(TALK).status_code == 200
    near, far = (statistics.median(each) * 1000 for each in taken.values())
    say("codes guessed", f"{tries} against {threads} threads: {near:.2f} ms next to a code, {far:.2f} ms far from one")


@pytest.mark.once("it uses no database")
def test_the_first_hit_among_10_000_threads_is_expected_after_the_end_of_the_world() -> None:
    codes = 10 ** (GROUPS * DIGITS)
    assert codes / 10_000 / TRIES_A_S / YEAR_S > 6e12
