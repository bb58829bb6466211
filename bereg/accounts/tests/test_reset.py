"""Who forgot the password, or lost the second factor, gets back in by a one-time link."""

import datetime as dt
import threading
import time
from collections.abc import Callable

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from bereg.accounts import account_recovery, actions
from bereg.accounts.models import KnownBrowser, Reset, User
from bereg.accounts.one_time_links import LinkSpentError
from bereg.accounts.roles import Role
from bereg.audit.models import ChainedAct
from tests.factors import app_code, give_app

OLD, NEW = "a long invented password", "quite another invented phrase"
SEED = "JBSWY3DPEHPK3PXP"
SIGN_IN, OWN = reverse("account_login"), reverse("own_account")


@pytest.fixture(autouse=True)
def no_earlier_tries() -> None:
    cache.clear()


def hire(name: str, role: Role) -> User:
    return actions.create_user(username=name, name=name, role=role, password=OLD, language="en", by=None)


@pytest.fixture
def person(db: None) -> User:
    return hire("operator-04", Role.OPERATOR)


@pytest.fixture
def issuer(db: None) -> User:
    return hire("supervisor-01", Role.SUPERVISOR)


def offer(person: User, issuer: User, *, with_second_factor: bool = False) -> str:
    """Make a link and return its address."""
    secret = account_recovery.offer(user=person, with_second_factor=with_second_factor, by=issuer)
    return reverse("account_reset", args=[secret])


def signed_in(password: str = OLD) -> Client:
    browser = Client()
    browser.post(SIGN_IN, {"login": "operator-04", "password": password})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get(OWN).status_code == 200


def code() -> str:
    return app_code(SEED, time.time())


def test_a_new_password_is_set_and_every_session_ends(person: User, issuer: User) -> None:
    at_work, address = [signed_in(), signed_in()], offer(person, issuer)
    assert all(map(is_in, at_work))
    visitor = Client()
    page = visitor.get(address)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert "operator-04" in page.content.decode()
    answer = visitor.post(address, {"password": NEW}, follow=True)
    assert answer.redirect_chain == [(SIGN_IN, 302)]
    assert "The new password is set" in answer.content.decode()
    assert not is_in(visitor)  # nobody is signed in by a link
    assert not any(map(is_in, at_work))
    assert not is_in(signed_in(OLD))
    assert is_in(signed_in(NEW))
    acts = ChainedAct.objects.filter(action__startswith="user.reset").values_list(
        "action", "target", "actor", "because"
    )
    assert list(acts) == [
        ("user.reset_offered", str(person.pk), str(issuer.pk), ""),
        ("user.reset", str(person.pk), str(person.pk), ""),
    ]


def test_after_a_restore_nothing_of_before_lets_anybody_in(person: User, issuer: User) -> None:
    at_work, address = signed_in(), offer(person, issuer)
    assert KnownBrowser.objects.exists()
    account_recovery.end_all_access()
    assert not is_in(at_work)
    assert not KnownBrowser.objects.exists()
    assert Client().get(address).status_code == 410
    assert User.objects.get(pk=person.pk).sessions_ended == person.sessions_ended + 1
    assert is_in(signed_in())


def test_only_a_hash_of_the_secret_is_kept(person: User, issuer: User) -> None:
    secret = account_recovery.offer(user=person, with_second_factor=False, by=issuer)
    assert len(secret) == 43
    assert not any(secret in str(value) for row in Reset.objects.values() for value in row.values())
    assert not any(secret in str(value) for row in ChainedAct.objects.values() for value in row.values())


def test_a_link_works_once_and_spends_the_others(person: User, issuer: User) -> None:
    first, second = offer(person, issuer), offer(person, issuer)
    colleague = offer(hire("operator-05", Role.OPERATOR), issuer)
    assert Client().post(first, {"password": NEW}).status_code == 302
    for spent in (first, second):
        for answer in (Client().get(spent), Client().post(spent, {"password": "yet another invented phrase"})):
            assert answer.status_code == 410
            assert "Ask the colleague who gave it to you for a new one" in answer.content.decode()
    assert is_in(signed_in(NEW))
    assert Client().get(colleague).status_code == 200


def test_a_link_is_good_for_a_day(person: User, issuer: User) -> None:
    with time_machine.travel(dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC), tick=False):
        address = offer(person, issuer)
    with time_machine.travel(dt.datetime(2026, 1, 6, 8, 59, tzinfo=dt.UTC), tick=False):
        assert Client().get(address).status_code == 200
    with time_machine.travel(dt.datetime(2026, 1, 6, 9, 0, tzinfo=dt.UTC), tick=False):
        answer = Client().post(address, {"password": NEW})
    assert answer.status_code == 410
    assert "24 hours" in answer.content.decode()
    assert is_in(signed_in(OLD))


def test_an_unknown_link_says_the_same(db: None) -> None:
    assert Client().get(reverse("account_reset", args=["A" * 43])).status_code == 410


@pytest.mark.parametrize("weak", ["short", "operator-04x", "password1234", ""])
def test_a_weak_password_is_refused_and_the_link_lives_on(
    person: User, issuer: User, weak: str, caplog: pytest.LogCaptureFixture
) -> None:
    address = offer(person, issuer)
    answer = Client().post(address, {"password": weak})
    assert answer.status_code == 200
    assert 'id="id_password_error"' in answer.content.decode()
    assert address not in caplog.text
    assert is_in(signed_in(OLD))
    assert Client().post(address, {"password": NEW}).status_code == 302


@pytest.mark.parametrize("with_second_factor", [False, True])
def test_the_second_factor_goes_only_if_the_issuer_said_so(
    person: User, issuer: User, with_second_factor: bool
) -> None:
    TOTP.activate(person, SEED)
    RecoveryCodes.activate(person)
    address = offer(person, issuer, with_second_factor=with_second_factor)
    says = "Your second factor is removed too" if with_second_factor else "you still need it"
    assert says in Client().get(address).content.decode()
    Client().post(address, {"password": NEW, "with_second_factor": "on", "second_factor": "remove"})
    assert Authenticator.objects.filter(user=person).exists() is not with_second_factor
    assert is_in(signed_in(NEW)) is with_second_factor
    because = "second_factor" if with_second_factor else ""
    assert set(ChainedAct.objects.filter(action__startswith="user.reset").values_list("because", flat=True)) == {
        because
    }


@time_machine.travel(dt.datetime(2026, 1, 5, 9, tzinfo=dt.UTC), tick=False)
def test_a_sign_in_that_began_before_is_not_finished_after(person: User, issuer: User) -> None:
    TOTP.activate(person, SEED)
    address, thief, honest = offer(person, issuer), signed_in(OLD), signed_in(OLD)
    assert honest.post(reverse("mfa_authenticate"), {"code": code()}).status_code == 302
    assert is_in(honest)
    Client().post(address, {"password": NEW})
    cache.clear()  # the library takes each code once; this one is new again
    thief.post(reverse("mfa_authenticate"), {"code": code()})
    assert not is_in(thief)


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda person, boss, issuer: actions.close_user(user=person, by=boss),
        lambda person, boss, issuer: actions.change_role(user=person, role=Role.ADMIN, by=boss),
        lambda person, boss, issuer: actions.close_user(user=issuer, by=boss),
        lambda person, boss, issuer: actions.change_role(user=issuer, role=Role.LAWYER, by=boss),
    ],
    ids=["the person left", "the person rose", "the issuer left", "the issuer fell"],
)
def test_a_link_dies_with_what_it_rested_on(
    person: User, issuer: User, meanwhile: Callable[[User, User, User], None]
) -> None:
    address = offer(person, issuer)
    meanwhile(person, hire("administrator-01", Role.ADMIN), issuer)
    assert Client().post(address, {"password": NEW}).status_code == 410
    assert User.objects.get(pk=person.pk).check_password(OLD)


def test_who_comes_back_finds_the_old_link_dead(person: User, issuer: User) -> None:
    address, at_work = offer(person, issuer), signed_in()
    actions.close_user(user=person, by=issuer)
    actions.reopen_user(user=person, by=issuer)
    assert Client().get(address).status_code == 410
    assert not is_in(at_work)


def test_ones_own_change_of_the_password_spends_the_links(person: User, issuer: User) -> None:
    give_app(person)
    address, browser = offer(person, issuer), Client()
    browser.force_login(person)
    typed = {"oldpassword": OLD, "password1": NEW, "password2": NEW}
    assert browser.post(reverse("account_change_password"), typed).status_code == 302
    assert is_in(browser)
    assert Client().get(address).status_code == 410


def test_a_change_of_role_ends_the_sessions_for_good(person: User, issuer: User) -> None:
    other = Client()
    other.force_login(issuer)
    at_work = signed_in()
    cookies = {name: morsel.value for name, morsel in at_work.cookies.items()}
    actions.change_role(user=person, role=Role.LAWYER, by=issuer)
    actions.change_role(user=person, role=Role.OPERATOR, by=issuer)
    returning = Client()
    for name, value in cookies.items():
        returning.cookies[name] = value
    assert not is_in(returning)
    assert is_in(signed_in())
    assert is_in(other)


def test_the_same_role_again_ends_nothing(person: User, issuer: User) -> None:
    at_work = signed_in()
    actions.change_role(user=person, role=Role.OPERATOR, by=issuer)
    assert is_in(at_work)


def test_nobody_offers_to_themselves_or_to_who_left(person: User, issuer: User) -> None:
    with pytest.raises(ValueError, match="colleague at work"):
        account_recovery.offer(user=issuer, with_second_factor=True, by=issuer)
    actions.close_user(user=person, by=issuer)
    with pytest.raises(ValueError, match="colleague at work"):
        account_recovery.offer(user=User.objects.get(pk=person.pk), with_second_factor=False, by=issuer)
    assert not Reset.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False], ids=["one link", "two links"])
def test_of_two_at_once_one_wins(person: User, issuer: User, same: bool) -> None:
    first = account_recovery.offer(user=person, with_second_factor=False, by=issuer)
    second = first if same else account_recovery.offer(user=person, with_second_factor=False, by=issuer)
    start, won = threading.Barrier(2), []

    def use(secret: str, password: str) -> None:
        start.wait()
        try:
            account_recovery.reset(secret=secret, password=password)
            won.append(password)
        except LinkSpentError:
            pass
        finally:
            connection.close()

    tries = ((first, NEW), (second, "yet another invented phrase"))
    both = [threading.Thread(target=use, args=one) for one in tries]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(won) == 1
    assert User.objects.get(pk=person.pk).check_password(won[0])
    assert ChainedAct.objects.filter(action="user.reset").count() == 1
