"""Whoever writes to the database of the records, and has no key, gets into nobody's session, and makes none."""

import datetime as dt
import hashlib
from importlib import import_module
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.core import signing
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts import planted_sessions, session_keys
from bereg.accounts.doctor_people import findings
from bereg.accounts.models import Session, SessionKey, User
from bereg.accounts.sessions import SessionStore
from bereg.vault import keyring
from conftest import unlock
from tests.planting import kept, refused, sql

NAME = settings.SESSION_COOKIE_NAME
PAGE = reverse("own_account")


def signed_in(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def with_key(key: str) -> Client:
    browser = Client()
    browser.cookies[NAME] = key
    return browser


def is_in(browser: Client) -> bool:
    return browser.get(PAGE).status_code == 200


def session_of(person: User) -> Session:
    return Session.objects.get(user=person)


@pytest.fixture
def victim(supervisor: User) -> Client:
    """The browser of a supervisor who is signed in."""
    return signed_in(supervisor)


@pytest.fixture
def thief(operator: User) -> Client:
    """The browser of an operator who writes to the database."""
    return signed_in(operator)


@pytest.mark.parametrize("key", ["t" * 32, "{session}" + "t" * 32])
def test_a_key_that_was_inserted_opens_nothing(victim: Client, supervisor: User, key: str) -> None:
    session = session_of(supervisor)
    key = key.format(session=session.pk.hex)
    sql(
        "INSERT INTO accounts_sessionkey (hash, session_id, made_at) VALUES (%s, %s, %s)",
        hashlib.sha256(key.encode()).hexdigest(),
        kept(session.pk),
        timezone.now(),
    )
    assert not is_in(with_key(key))
    assert is_in(victim)


def test_an_own_key_put_beside_the_session_of_somebody_else(
    victim: Client, thief: Client, supervisor: User, operator: User
) -> None:
    own, theirs = session_of(operator), session_of(supervisor)
    sql("UPDATE accounts_sessionkey SET session_id = %s WHERE session_id = %s", kept(theirs.pk), kept(own.pk))
    key = thief.cookies[NAME].value
    assert not is_in(thief)
    assert refused() == [(str(supervisor.pk), "session_planted")]
    assert not is_in(with_key(theirs.pk.hex + key[32:]))
    assert is_in(victim)  # the planted key alone is gone
    assert SessionKey.objects.count() == 1


def test_the_session_of_somebody_else_put_under_an_own_key(thief: Client, supervisor: User, operator: User) -> None:
    own = session_of(operator)
    signed_in(supervisor)
    theirs = session_of(supervisor)
    Session.objects.filter(pk=own.pk).update(data=theirs.data)
    assert not is_in(thief)
    assert refused() == [(str(operator.pk), "session_planted")]
    assert not Session.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize("change", ["person", "person and data", "end", "data under the key of cookies"])
def test_a_session_that_was_changed(thief: Client, supervisor: User, operator: User, change: str) -> None:
    signed_in(supervisor)
    own, theirs = session_of(operator), session_of(supervisor)
    holds = session_keys.read(theirs)
    changes: dict[str, dict[str, Any]] = {
        "person": {"user": supervisor},
        "person and data": {"user": supervisor, "data": theirs.data, "expires_at": theirs.expires_at},
        "end": {"expires_at": own.expires_at + dt.timedelta(hours=12)},
        "data under the key of cookies": {
            "user": supervisor,
            "data": signing.dumps(holds, salt=SessionStore().key_salt, compress=True),
        },
    }
    Session.objects.filter(pk=own.pk).update(**changes[change])
    assert not is_in(thief)
    assert [because for _person, because in refused()] == ["session_planted"]
    assert [each.user for each in Session.objects.all()] == [supervisor]


def test_a_session_taken_over_by_its_id(thief: Client, supervisor: User, operator: User) -> None:
    own = session_of(operator)
    signed_in(supervisor)
    theirs = session_of(supervisor)
    for each in (SessionKey, Session):
        each.objects.filter(**{"session" if each is SessionKey else "pk": theirs.pk}).delete()
    fields = {"user": supervisor, "data": theirs.data, "expires_at": theirs.expires_at}
    Session.objects.filter(pk=own.pk).update(**fields)
    assert not is_in(thief)


def test_what_was_planted_is_named(thief: Client, operator: User, supervisor: User) -> None:
    call_command("audit", "verify", stdout=StringIO())
    Session.objects.update(user=supervisor)
    assert [*planted_sessions.sentences()] == [
        f"A session of {supervisor.username} was not opened by this program, or was changed: it lets nobody in."
    ]
    said = StringIO()
    with pytest.raises(CommandError, match="1 damage"):
        call_command("audit", "verify", stdout=StringIO(), stderr=said)
    assert f"A session of {supervisor.username}" in said.getvalue()
    assert [each.code for each in findings() if each.code.startswith("planted")] == []  # nobody has tried it
    assert not is_in(thief)
    assert [each.code for each in findings() if each.code.startswith("planted")] == ["planted_session"]
    call_command("audit", "verify", stdout=StringIO())


def test_what_a_session_holds_is_not_put_beside_another_end(operator: User) -> None:
    browser = signed_in(operator)
    session = browser.session
    assert session[SESSION_KEY] == str(operator.pk)
    Session.objects.update(expires_at=timezone.now() + dt.timedelta(hours=1))
    session["note"] = "1"
    with pytest.raises(UpdateError):
        session.save()


def test_a_process_without_the_keys_knows_nobody_and_signs_nobody_out(victim: Client) -> None:
    keyring.lock()
    assert victim.get(reverse("public_site:home", args=["ru"])).status_code == 200
    answer = victim.get(PAGE)
    assert (answer.status_code, NAME in answer.cookies) == (302, False)  # the browser keeps its key
    store = SessionStore(victim.cookies[NAME].value)
    assert (store.load(), store.person) == ({}, None)
    unlock()
    assert is_in(victim)


def test_sessions_of_an_earlier_program_end_with_the_update(victim: Client) -> None:
    migration = import_module("bereg.accounts.migrations.0014_bound_sessions")
    migration.end_sessions(apps, SimpleNamespace(connection=connection))
    assert not is_in(victim)
    assert not SessionKey.objects.exists()
