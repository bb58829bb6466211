"""Whoever writes to the database of the records, and has no key, lets nobody in by a link of their own."""

import datetime as dt
import uuid
from collections.abc import Callable
from importlib import import_module
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts import account_recovery, one_time_links, planted_credentials
from bereg.accounts.doctor_people import findings
from bereg.accounts.models import Reset, User
from bereg.accounts.roles import Role
from bereg.centres import planted_links, staffing
from bereg.centres.models import Centre, Invitation
from bereg.vault import keyring
from bereg.vault.faults import Damaged, VaultLocked
from tests.planting import kept, refused, sql

THIEFS = "another invented phrase"
SECRET = "t" * 43


def tried(page: str, secret: str, **sent: str) -> int:
    """Open a link and send what sets a password. Return the status of the last answer."""
    browser, address = Client(), reverse(page, args=[secret])
    browser.get(address)
    return browser.post(address, {"password": THIEFS, **sent}).status_code


def reset_with(secret: str) -> int:
    return tried("account_reset", secret)


def join_with(secret: str) -> int:
    return tried("centres:join", secret, username="thief", name="Thief")


def insert_reset(person: User) -> None:
    sql(
        "INSERT INTO accounts_reset (id, secret_hash, expires_at, user_id, with_second_factor, proof)"
        " VALUES (%s, %s, %s, %s, %s, '')",
        kept(uuid.uuid4()),
        one_time_links.secret_hash(SECRET),
        timezone.now() + dt.timedelta(hours=1),
        kept(person.pk),
        True,
    )


def insert_invitation(centre: Centre, by: User) -> None:
    sql(
        "INSERT INTO centres_invitation (id, secret_hash, expires_at, centre_id, role, invited_by_id, proof)"
        " VALUES (%s, %s, %s, %s, 'admin', %s, '')",
        kept(uuid.uuid4()),
        one_time_links.secret_hash(SECRET),
        timezone.now() + dt.timedelta(hours=1),
        kept(centre.pk),
        kept(by.pk),
    )


def assert_reset_is_refused(person: User, secret: str) -> None:
    before = User.objects.get(pk=person.pk).password
    assert reset_with(secret) == 410
    assert User.objects.get(pk=person.pk).password == before
    assert refused()[0] == (str(person.pk), "link_planted")
    assert [each for each in planted_credentials.sentences() if f" {person.username} " in each]


def assert_invitation_is_refused(secret: str) -> None:
    assert join_with(secret) == 410
    assert not User.objects.filter(username="thief").exists()
    assert refused()[0] == (str(Invitation.objects.get().pk), "link_planted")
    assert list(planted_links.sentences())


def test_a_link_to_a_new_password_that_was_planted_sets_none(operator: User) -> None:
    insert_reset(operator)
    assert_reset_is_refused(operator, SECRET)


def test_an_invitation_that_was_planted_lets_nobody_in(centre: Centre, supervisor: User) -> None:
    insert_invitation(centre, supervisor)
    assert_invitation_is_refused(SECRET)


CHANGES: dict[str, Callable[[User], object]] = {
    "user_id": lambda other: kept(other.pk),
    "with_second_factor": lambda _other: True,
    "offered_by_id": lambda _other: None,
    "expires_at": lambda _other: timezone.now() + dt.timedelta(days=300),
    "secret_hash": lambda _other: one_time_links.secret_hash(SECRET),
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_link_to_a_new_password_that_was_changed_sets_none(operator: User, supervisor: User, column: str) -> None:
    mine = account_recovery.offer(user=operator, with_second_factor=False, by=supervisor)
    change = f"UPDATE accounts_reset SET {column} = %s"  # noqa: S608 - a test's own
    sql(change, CHANGES[column](supervisor))
    whose = supervisor if column == "user_id" else operator
    assert_reset_is_refused(whose, SECRET if column == "secret_hash" else mine)


INVITED: dict[str, Callable[[Centre, User], object]] = {
    "role": lambda _centre, _other: "admin",
    "centre_id": lambda centre, _other: kept(centre.pk),
    "invited_by_id": lambda _centre, other: kept(other.pk),
    "expires_at": lambda _centre, _other: timezone.now() + dt.timedelta(days=300),
    "secret_hash": lambda _centre, _other: one_time_links.secret_hash(SECRET),
}


@pytest.mark.parametrize("column", INVITED)
def test_an_invitation_that_was_changed_lets_nobody_in(
    centre: Centre, other_centre: Centre, supervisor: User, operator: User, column: str
) -> None:
    mine = staffing.invite(centre=centre, role=Role.OPERATOR, by=supervisor)
    change = f"UPDATE centres_invitation SET {column} = %s"  # noqa: S608 - a test's own
    sql(change, INVITED[column](other_centre, operator))
    assert_invitation_is_refused(SECRET if column == "secret_hash" else mine)


@pytest.mark.parametrize("way", ["used", "withdrawn", "all ended"])
def test_a_link_that_was_used_or_withdrawn_is_not_made_good_again(operator: User, supervisor: User, way: str) -> None:
    secret = account_recovery.offer(user=operator, with_second_factor=False, by=supervisor)
    match way:
        case "used":
            account_recovery.reset(secret=secret, password="a long sentence")
        case "withdrawn":
            account_recovery.withdraw_offers_of(user=supervisor)
        case _:
            account_recovery.end_all_access()
    sql("UPDATE accounts_reset SET used_at = NULL")
    assert_reset_is_refused(operator, secret)


def test_an_invitation_that_was_used_is_not_made_good_again(centre: Centre, supervisor: User) -> None:
    secret = staffing.invite(centre=centre, role=Role.OPERATOR, by=supervisor)
    assert tried("centres:join", secret, username="operator-09", name="Operator 09") == 302
    sql("UPDATE centres_invitation SET used_at = NULL")
    assert_invitation_is_refused(secret)


def test_a_link_of_one_kind_opens_nothing_of_another(operator: User, supervisor: User, centre: Centre) -> None:
    staffing.invite(centre=centre, role=Role.OPERATOR, by=supervisor)
    insert_reset(operator)
    sql("UPDATE accounts_reset SET proof = %s", Invitation.objects.get().proof)
    assert_reset_is_refused(operator, SECRET)


def test_an_invitation_that_was_planted_is_not_proven_by_a_form_that_is_sent_again(
    centre: Centre, supervisor: User
) -> None:
    """Else a link of the program's own would last as long as who planted it likes."""
    staffing.invite(centre=centre, role=Role.OPERATOR, by=supervisor)
    old = Invitation.objects.get()
    Invitation.objects.update(expires_at=timezone.now() + dt.timedelta(days=300))
    secret = staffing.invite(centre=centre, role=Role.OPERATOR, by=supervisor, id=old.pk)
    assert not Invitation.objects.get(pk=old.pk).is_genuine
    assert Invitation.objects.exclude(pk=old.pk).get().secret_hash == one_time_links.secret_hash(secret)


def test_a_link_that_is_changed_while_it_is_used_up_is_not(
    operator: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, end = account_recovery.offer(user=operator, with_second_factor=False, by=None), one_time_links.end

    def changed(found: Any) -> int:
        Reset.objects.update(user=supervisor, proof="1.ab")
        return end(found)

    monkeypatch.setattr(one_time_links, "end", changed)
    with pytest.raises(one_time_links.LinkSpentError):
        one_time_links.spend(Reset.objects.all(), secret)


def test_a_link_of_ours_works_once_and_is_named_by_nobody(operator: User, supervisor: User, centre: Centre) -> None:
    again = uuid.uuid4()
    staffing.invite(centre=centre, role=Role.OPERATOR, by=supervisor, id=again)
    joins = staffing.invite(centre=centre, role=Role.OPERATOR, by=supervisor, id=again)  # the form sent twice
    resets = account_recovery.offer(user=operator, with_second_factor=True, by=supervisor)
    assert [*planted_credentials.sentences(), *planted_links.sentences()] == []
    assert [reset_with(resets), reset_with(resets)] == [302, 410]
    assert [join_with(joins), join_with(joins)] == [302, 410]
    assert [*planted_credentials.sentences(), *planted_links.sentences(), *refused()] == []


def test_the_commands_name_it_until_it_is_gone(operator: User, centre: Centre, supervisor: User) -> None:
    insert_reset(operator)
    insert_invitation(centre, supervisor)
    with pytest.raises(CommandError, match="2 damages"):
        call_command("audit", "verify", stdout=StringIO(), stderr=(said := StringIO()))
    assert f"people reset {operator.username}`" in said.getvalue()
    assert "An invitation to" in said.getvalue()
    assert [each for each in findings() if each.code == "planted_link"] == []  # nobody has tried it
    reset_with(SECRET)
    assert [each.code for each in findings() if each.code.startswith("planted")] == ["planted_link"]

    account_recovery.reset(
        secret=account_recovery.offer(user=operator, with_second_factor=False, by=None), password=THIEFS
    )
    staffing.revoke(invitation=Invitation.objects.get(), by=supervisor)
    call_command("audit", "verify", stdout=StringIO())


def test_a_process_without_the_key_makes_no_link_and_takes_none(operator: User) -> None:
    secret = account_recovery.offer(user=operator, with_second_factor=False, by=None)
    keyring.lock()
    with pytest.raises(VaultLocked):
        account_recovery.offer(user=operator, with_second_factor=False, by=None)
    with pytest.raises(VaultLocked):
        account_recovery.reset(secret=secret, password=THIEFS)
    assert Reset.objects.get().used_at is None


MIGRATIONS = ("bereg.accounts.migrations.0013_proofs_of_links", "bereg.centres.migrations.0005_proofs_of_links")


def migrate() -> None:
    for each in MIGRATIONS:
        import_module(each).prove_open_links(apps, SimpleNamespace(connection=connection))


def test_links_that_are_open_when_the_program_is_brought_up_to_date_go_on(
    operator: User, supervisor: User, centre: Centre
) -> None:
    joins = staffing.invite(centre=centre, role=Role.OPERATOR, by=supervisor)
    given = account_recovery.offer(user=operator, with_second_factor=True, by=supervisor)
    from_shell = account_recovery.offer(user=supervisor, with_second_factor=False, by=None)
    for model in (Reset, Invitation):
        model._default_manager.update(proof="")
    assert len([*planted_credentials.sentences(), *planted_links.sentences()]) == 3
    migrate()
    assert [*planted_credentials.sentences(), *planted_links.sentences()] == []
    assert [reset_with(from_shell), reset_with(given), join_with(joins)] == [302, 302, 302]


def test_links_are_proven_under_the_keys_of_this_installation_alone(operator: User) -> None:
    account_recovery.offer(user=operator, with_second_factor=False, by=None)
    Reset.objects.update(proof="")
    Authenticator.objects.update(data={"secret": "bereg1:" + "A" * 160})
    with pytest.raises(Damaged):
        migrate()
    assert Reset.objects.get().proof == ""


def test_where_no_link_is_open_no_key_is_asked_for(operator: User) -> None:
    assert Authenticator.objects.exists()
    keyring.lock()
    migrate()
