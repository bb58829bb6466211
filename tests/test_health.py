"""/health/ tells whatever watches the server whether it answers, and nobody anything else."""

from typing import Any

import pytest
from django.db import OperationalError, connections
from django.test import Client

pytestmark = pytest.mark.django_db


def test_it_answers_anybody_without_a_cookie(client: Client) -> None:
    answer = client.get("/health/")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok\n", "text/plain")
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]
    assert client.head("/health/").status_code == 200
    assert client.post("/health/").status_code == 405


@pytest.mark.parametrize("alias", ["default", "keys"])
def test_a_database_that_does_not_answer_is_said_and_not_why(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, alias: str
) -> None:
    def away() -> None:
        raise OperationalError("password of an invented host")

    monkeypatch.setattr(connections[alias], "cursor", away)
    answer = client.get("/health/")
    assert (answer.status_code, answer.content) == (503, b"unavailable\n")
    assert "invented" not in caplog.text


def test_it_is_asked_without_tls_on_the_machine_itself(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/health/").status_code == 200
    assert client.get("/en/").status_code == 301


@pytest.mark.parametrize("surface", ["staff", "public", "both"])
def test_it_is_there_on_every_surface(surface: str) -> None:
    from bereg import urls

    assert "health/" in {str(each.pattern) for each in [*urls.HEALTH, *urls.SURFACES[surface]]}
