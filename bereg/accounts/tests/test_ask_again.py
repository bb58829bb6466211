"""A dangerous act asks for the second factor again, and loses nothing of what was sent."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from bereg.accounts.access import requires
from bereg.accounts.fresh import FRESH_S, fresh_second_factor
from bereg.accounts.models import Session, User
from bereg.accounts.permissions import Permission
from tests.factors import age_factor, forgotten_codes, one_time_code

pytestmark = pytest.mark.urls(__name__)
SENT = {"reason": "Because <b>of</b> this\nand that", "chosen": ["a", "b"], "code": "theirs", "empty": ""}


@csrf_exempt
@requires(Permission.OWN_ACCOUNT)
@fresh_second_factor
def act(request: HttpRequest) -> HttpResponse:
    return JsonResponse(dict(request.POST.lists()) | {"done": [request.method]})


urlpatterns = [path("act/", act), path("", include("bereg.urls"))]


@pytest.fixture(autouse=True)
def any_code() -> Iterator[None]:
    cache.clear()
    with forgotten_codes():
        yield


@pytest.fixture
def stale(desk: Client) -> Client:
    age_factor(desk, FRESH_S)
    return desk


def carried(answer: Any) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = answer.context["carried"]
    return found


def test_a_fresh_one_is_not_asked_again(desk: Client) -> None:
    age_factor(desk, FRESH_S - 60)
    assert desk.post("/act/", SENT).json()["done"] == ["POST"]


def test_what_was_sent_is_carried_along_and_arrives(stale: Client, operator: User) -> None:
    asked = stale.post("/act/", SENT | {"csrfmiddlewaretoken": "x"})
    assert "Confirm that it is you" in asked.content.decode()
    assert carried(asked) == [(n, v) for n, vs in SENT.items() for v in ([vs] if isinstance(vs, str) else vs)]
    again = stale.post("/act/", SENT | {"again-code": one_time_code(operator)})
    assert again.json() == {
        "reason": [SENT["reason"]], "chosen": ["a", "b"], "code": ["theirs"], "empty": [""], "done": ["POST"]
    }  # fmt: skip
    assert stale.post("/act/", SENT).json()["done"] == ["POST"]  # fresh now


def test_nothing_of_it_is_kept_on_the_server(stale: Client) -> None:
    stale.post("/act/", SENT)
    from bereg.accounts.sessions import SessionStore

    assert "Because" not in str(SessionStore().decode(Session.objects.get().data))


@pytest.mark.parametrize("wrong", ["000000", "", "а" * 6, "9" * 5000])
def test_a_wrong_code_does_nothing_and_loses_nothing(stale: Client, wrong: str) -> None:
    answer = stale.post("/act/", SENT | {"again-code": wrong})
    assert answer.context["code"].errors
    assert ("reason", SENT["reason"]) in carried(answer)


@pytest.mark.parametrize("mangled", ["{}", "[", "null", '{"id": 1}'])
def test_a_mangled_passkey_does_nothing(stale: Client, mangled: str) -> None:
    assert "carried" in stale.post("/act/", SENT | {"again-credential": mangled}).context


def test_ten_wrong_codes_an_hour_are_enough(stale: Client, operator: User) -> None:
    for _ in range(10):
        stale.post("/act/", {"again-code": "000000"})
    assert stale.post("/act/", {"again-code": one_time_code(operator)}).context["code"].errors


def test_a_look_is_led_to_the_question_and_back(stale: Client, operator: User) -> None:
    asked = stale.get("/act/?page=2")
    assert asked.headers["Location"] == "/account/second-factor/again/?next=%2Fact%2F%3Fpage%3D2"
    answer = stale.post(asked.headers["Location"], {"code": one_time_code(operator)})
    assert answer.headers["Location"] == "/act/?page=2"
    assert stale.get("/act/").json()["done"] == ["GET"]


def test_a_password_is_not_enough_for_who_has_a_second_factor(stale: Client) -> None:
    answer = stale.get("/account/reauthenticate/?next=/act/")
    assert answer.headers["Location"].startswith("/account/second-factor/again/")


def test_who_is_not_signed_in_gets_to_the_sign_in(client: Client, db: None) -> None:
    assert client.post("/act/", SENT).headers["Location"].startswith("/account/login/")


def test_the_demonstration_asks_nothing(stale: Client, settings: object) -> None:
    settings.DEMONSTRATION = True  # type: ignore[attr-defined]
    assert stale.post("/act/", SENT).json()["done"] == ["POST"]
