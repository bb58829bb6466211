"""Signing in and out, and what is refused, stand in the audit log; what was typed does not."""

from pathlib import Path
from uuid import UUID, uuid4

import allauth
import pytest
from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from bereg.accounts.audit_recording import TOLD, RecordingMiddleware
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import actions as audit
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.questionnaire.publishing import publish_standard
from conftest import PASSWORD, make_user

LOGIN = "/account/login/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_earlier_tries() -> None:
    cache.clear()


@pytest.fixture
def person(centre: Centre) -> User:
    return make_user(centre, Role.OPERATOR, "Operator 21", second_factor=False)


def entries(action: str) -> list[ChainedAct]:
    return list(ChainedAct.objects.filter(action=action).order_by("seq"))


def test_signing_in_and_out_are_acts(person: User) -> None:
    browser = Client()
    assert browser.post(LOGIN, {"login": person.username, "password": PASSWORD}).status_code == 302
    browser.post(reverse("account_logout"))
    [came], [went] = entries("user.signed_in"), entries("user.signed_out")
    assert (came.actor, came.target, came.because) == (str(person.pk), str(person.pk), "password")
    assert went.actor == str(person.pk)
    assert came.ip_hash
    assert came.ip_hash == went.ip_hash


def test_a_failed_try_names_the_account_where_there_is_one_and_never_what_was_typed(person: User) -> None:
    Client().post(LOGIN, {"login": person.username.upper(), "password": "wrong words"})
    Client().post(LOGIN, {"login": "somebody-unknown", "password": "wrong words"})
    known, unknown = entries("refused.sign_in")
    assert (known.target, known.actor, known.because) == (str(person.pk), "nobody", "password")
    assert (unknown.target, unknown.actor, unknown.ip_hash) == ("", "nobody", "")
    assert known.ip_hash
    assert "unknown" not in repr(ChainedAct.objects.values_list())


def test_a_wrong_second_factor_is_recorded(centre: Centre) -> None:
    careful, browser = make_user(centre, Role.OPERATOR, "Operator 22"), Client()
    browser.post(LOGIN, {"login": careful.username, "password": PASSWORD})
    assert entries("user.signed_in") == []
    browser.post(reverse("mfa_authenticate"), {"code": "000000"})
    [refused] = entries("refused.sign_in")
    assert (refused.target, refused.because) == (str(careful.pk), "second_factor")


def test_a_page_that_is_not_allowed_is_recorded_with_the_right_that_was_missing(desk: Client, operator: User) -> None:
    assert desk.get(reverse("centres:people")).status_code == 403
    [refused] = entries("refused.403")
    assert (refused.actor, refused.target_kind, refused.target) == (str(operator.pk), "centres:people", "")
    assert refused.because == "staff.manage"


def test_an_enquiry_of_another_centre_is_recorded_like_a_missing_one(desk: Client, theirs: UUID) -> None:
    missing = uuid4()
    for pk in (theirs, missing):
        assert desk.get(reverse("desk:enquiry", args=[pk])).status_code == 404
    found = entries("refused.404")
    assert [entry.target for entry in found] == [str(theirs), str(missing)]
    assert {(entry.target_kind, entry.centre) for entry in found} == {("desk:enquiry", "")}


@pytest.fixture
def theirs(other_centre: Centre, other_operator: User) -> UUID:
    publish_standard()
    pk, browser = uuid4(), Client()
    browser.force_login(other_operator)
    assert browser.post(reverse("desk:form", args=[pk]), {"consent": "yes"}).status_code == 302
    return pk


def test_visitors_are_not_recorded() -> None:
    for address in ("/en/", "/nowhere/", f"/enquiries/{uuid4()}/", "/join/nothing/"):
        Client().get(address)
    Client(enforce_csrf_checks=True).post(LOGIN, {"login": "x"})
    assert not ChainedAct.objects.exists()


def test_a_refusal_outlives_what_its_view_rolled_back(operator: User) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            audit.record("thing.done", target=operator, by=operator)
            audit.refused("refused.reveal", target=operator, by=operator)
            transaction.set_rollback(True)
        return HttpResponse(status=403)

    request = RequestFactory().get(reverse("desk:find"))
    request.user, request.resolver_match = operator, resolve(request.path)
    assert RecordingMiddleware(view)(request).status_code == 403
    assert list(ChainedAct.objects.order_by("seq").values_list("action", flat=True)) == [
        "refused.reveal",
        "refused.403",
    ]


@pytest.mark.parametrize("template", TOLD)
def test_a_change_of_the_second_factor_is_an_act(person: User, template: str) -> None:
    library = Path(allauth.__file__).parent
    assert any(f'"{template}"' in file.read_text() for file in library.rglob("flows.py"))  # the library still says so
    get_adapter().send_notification_mail(template, person)
    [entry] = ChainedAct.objects.all()
    assert (entry.action, entry.because) == TOLD[template]


def test_a_password_that_somebody_changes_is_an_act(person: User) -> None:
    get_adapter().set_password(person, "quite another invented phrase")
    [entry] = entries("user.password_changed")
    assert entry.actor == str(person.pk)
