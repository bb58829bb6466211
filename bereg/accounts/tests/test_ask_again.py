"""A dangerous act asks for the second factor again, and loses nothing of what was sent."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client, RequestFactory
from django.urls import include, path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from bereg.accounts.access import requires
from bereg.accounts.models import Session, User
from bereg.accounts.permissions import Permission
from bereg.accounts.reauthentication import FRESH_S, fresh_second_factor, fresh_when_sent, is_fresh, new_second_factor
from tests.factors import age_factor, forgotten_codes, one_time_code, shown_by

pytestmark = pytest.mark.urls(__name__)
SENT = {"reason": "Because <b>of</b> this\nand that", "chosen": ["a", "b"], "code": "theirs", "empty": ""}


@csrf_exempt
@requires(Permission.OWN_ACCOUNT)
@fresh_second_factor
def act(request: HttpRequest) -> HttpResponse:
    return JsonResponse(dict(request.POST.lists()) | {"done": [request.method]})


def late(request: HttpRequest, kind: str, *args: object) -> HttpResponse:
    """Mark a view in the middle of a test, as others are at the start of the program."""
    marked: Callable[..., HttpResponse] = MARKS[kind](shown)
    return marked(request, kind, again=kind)


def shown(request: HttpRequest, kind: str, *, again: str) -> HttpResponse:
    assert kind == again
    return JsonResponse({"kind": kind, "sent": dict(request.POST.lists())})


def own_factor(view: Callable[..., Any], last_one_ago_s: int) -> Callable[..., Any]:
    """Mark a view whose last act somebody did so long ago."""

    def since(person: User) -> dt.datetime:
        assert person.username == "operator-04"
        return timezone.now() - dt.timedelta(seconds=last_one_ago_s)

    return new_second_factor(since)(view)


MARKS: dict[str, Callable[..., Any]] = {
    "always": fresh_second_factor,
    "sent": fresh_when_sent,
    "new": partial(own_factor, last_one_ago_s=30),
    "new enough": partial(own_factor, last_one_ago_s=90),
}
urlpatterns = [
    path("act/", act),
    path("late/<str:kind>/", csrf_exempt(requires(Permission.OWN_ACCOUNT)(late))),
    path("", include("bereg.urls")),
]


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
    assert 'name="csrfmiddlewaretoken"' in asked.content.decode()  # without it nothing would arrive
    assert carried(asked) == [(n, v) for n, vs in SENT.items() for v in ([vs] if isinstance(vs, str) else vs)]
    again = stale.post("/act/", SENT | {"again-code": one_time_code(operator)})
    assert again.json() == {
        "reason": [SENT["reason"]], "chosen": ["a", "b"], "code": ["theirs"], "empty": [""], "done": ["POST"]
    }  # fmt: skip
    assert stale.post("/act/", SENT).json()["done"] == ["POST"]  # fresh now


def test_nothing_of_it_is_kept_on_the_server(stale: Client) -> None:
    stale.post("/act/", SENT)
    from bereg.accounts.session_keys import read

    assert "Because" not in str(read(Session.objects.get()))


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
    assert client.post("/act/", {"code": "theirs"}).headers["Location"].startswith("/account/login/")
    assert client.post("/act/", SENT).status_code == 401  # what was typed at length stays, beside the way there


def test_the_demonstration_asks_nothing(stale: Client, settings: object) -> None:
    settings.DEMONSTRATION = True  # type: ignore[attr-defined]
    assert stale.post("/act/", SENT).json()["done"] == ["POST"]


@pytest.mark.parametrize("kind", ["always", "sent"])
def test_a_stale_one_is_asked_and_what_was_sent_arrives(stale: Client, operator: User, kind: str) -> None:
    asked = stale.post(f"/late/{kind}/", {"reason": "a", "csrfmiddlewaretoken": "x"})
    assert (asked.templates[0].name, carried(asked)) == ("accounts/confirm_act.html", [("reason", "a")])
    sent = {"reason": "a", "again-code": one_time_code(operator), "csrfmiddlewaretoken": "x"}
    assert stale.post(f"/late/{kind}/", sent).json() == {"kind": kind, "sent": {"reason": ["a"]}}
    assert stale.post(f"/late/{kind}/", {"reason": "b"}).json()["sent"] == {"reason": ["b"]}  # fresh now


def test_a_look_is_free_where_only_the_sending_is_dangerous(stale: Client) -> None:
    assert stale.get("/late/sent/").json() == {"kind": "sent", "sent": {}}
    led = stale.get("/late/always/?of=them")
    assert (led.status_code, led.headers["Location"].partition("next=")[2]) == (302, "%2Flate%2Falways%2F%3Fof%3Dthem")


def test_each_act_may_ask_for_a_factor_of_its_own(desk: Client) -> None:
    age_factor(desk, 60)  # seconds: fresh enough for others
    assert desk.post("/late/always/", {}).status_code == 200
    assert desk.post("/late/new/", {}).templates[0].name == "accounts/confirm_act.html"
    assert desk.post("/late/new enough/", {"reason": "a"}).json()["sent"] == {"reason": ["a"]}


@pytest.mark.parametrize("mark", MARKS)
def test_a_marked_view_keeps_its_name_and_says_that_it_asks(mark: str) -> None:
    marked = MARKS[mark](shown)
    assert (marked.__name__, getattr(marked, "asks_again", False)) == ("shown", True)


def test_a_passkey_is_asked_for_where_the_person_has_one(
    stale: Client, operator: User, other_operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "bereg.accounts.reauthentication.webauthn.begin_authentication", lambda person: {"of": person.username}
    )
    Authenticator.objects.create(user=other_operator, type=Authenticator.Type.WEBAUTHN, data={})
    asked = stale.post("/late/always/", {"reason": "a"})
    assert asked.context["form"] is asked.context["code"]
    assert (asked.context["code"].is_bound, asked.context["passkey"], asked.context["js_data"]) == (False, None, None)

    Authenticator.objects.create(user=operator, type=Authenticator.Type.WEBAUTHN, data={})
    asked = stale.post("/late/always/", {"reason": "a"})
    assert asked.context["form"] is asked.context["code"]
    assert (asked.context["passkey"].user, asked.context["passkey"].is_bound) == (operator, False)
    assert asked.context["js_data"] == {"request_options": {"of": operator.username}}

    wrong = stale.post("/late/always/", {"reason": "a", "again-credential": "{}"})
    assert wrong.context["form"] is wrong.context["passkey"]
    assert wrong.context["passkey"].errors
    assert not wrong.context["code"].is_bound
    both = stale.post("/late/always/", {"again-credential": "{}", "again-code": "000000"})
    assert both.context["form"] is both.context["code"]
    assert not both.context["passkey"].is_bound


def test_a_right_passkey_lets_what_was_sent_arrive(
    stale: Client, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a browser signs is the library's to check; here it is who is asked for, and which field is read."""
    passkey = Authenticator.objects.create(user=operator, type=Authenticator.Type.WEBAUTHN, data={})
    asked: list[tuple[User, dict[str, str]]] = []

    def complete(person: User, credential: dict[str, str]) -> Authenticator:
        asked.append((person, credential))
        return passkey

    monkeypatch.setattr(webauthn, "begin_authentication", lambda _person: {})
    monkeypatch.setattr(webauthn, "parse_authentication_response", lambda _credential: None)
    monkeypatch.setattr(webauthn, "complete_authentication", complete)
    page = stale.post("/late/always/", {"reason": "a"}).content.decode()
    assert 'name="again-credential"' in page
    assert asked == []
    sent = stale.post("/late/always/", {"reason": "a", "again-credential": '{"id": "invented"}'})
    assert sent.json() == {"kind": "always", "sent": {"reason": ["a"]}}
    assert asked == [(operator, {"id": "invented"})]
    assert stale.post("/late/always/", {"reason": "b"}).json()["sent"] == {"reason": ["b"]}  # fresh now


NOW = dt.datetime(2008, 2, 14, 12, 0, tzinfo=dt.UTC)


def is_fresh_after(person: User, *shown: tuple[str, float], since: dt.datetime | None = None) -> bool:
    """Tell whether somebody is fresh who showed each of this so many seconds ago."""
    request: Any = RequestFactory().get("/")
    request.user = person
    request.session = shown_by(person, *((method, NOW.timestamp() - ago) for method, ago in shown))
    with time_machine.travel(NOW, tick=False):
        return is_fresh(request, since=since)


def test_what_was_shown_counts_for_less_than_five_minutes(operator: User) -> None:
    assert is_fresh_after(operator, ("mfa", FRESH_S - 1))
    assert not is_fresh_after(operator, ("mfa", FRESH_S))
    assert is_fresh_after(operator, ("mfa", FRESH_S * 9), ("mfa", 1), ("mfa", FRESH_S))
    assert not is_fresh_after(operator, ("mfa", -FRESH_S))  # the clock was set back since
    assert not is_fresh_after(operator)


def test_what_was_shown_before_a_moment_or_at_it_counts_no_more(operator: User) -> None:
    since = NOW - dt.timedelta(seconds=60)
    assert is_fresh_after(operator, ("mfa", 59), since=since)
    assert not is_fresh_after(operator, ("mfa", 60), since=since)
    assert not is_fresh_after(operator, ("mfa", 61), since=since)
    assert not is_fresh_after(operator, ("mfa", FRESH_S), since=NOW - dt.timedelta(hours=1))


def test_a_password_counts_for_who_has_no_second_factor_yet_and_for_nobody_else(
    operator: User, other_operator: User
) -> None:
    assert not is_fresh_after(operator, ("password", 1))
    assert not is_fresh_after(operator, ("password", 1), ("mfa", FRESH_S))
    Authenticator.objects.filter(user=operator).delete()
    assert is_fresh_after(operator, ("password", 1))
    assert not is_fresh_after(other_operator, ("password", 1))
