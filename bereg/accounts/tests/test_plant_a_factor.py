"""Whoever writes to the database of the records, and has no key, signs in as nobody else."""

import datetime as dt
import json
import secrets
from importlib import import_module
from io import StringIO
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.contrib.auth.hashers import get_hasher, make_password
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from bereg.accounts import account_recovery, planted_credentials, proofs
from bereg.accounts.doctor_people import findings
from bereg.accounts.models import User
from bereg.accounts.planted_credentials import is_genuine
from tests.factors import PASSWORD, forgotten_codes, one_time_code, sign_in
from tests.planting import kept, refused, sql

THIEFS = "another invented phrase"
HOST = "localhost"


class Device:
    """A device that keeps one passkey, and says yes."""

    def __init__(self, person: User) -> None:
        self.key, self.id = ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(32)
        self.handle = user_pk_to_url_str(person)

    def registered(self, challenge: str = "") -> dict[str, Any]:
        """Return what a browser answers with when the passkey is made."""
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        kept = AttestedCredentialData.create(Aaguid(bytes(16)), self.id, public)
        data = AuthenticatorData.create(sha256(HOST.encode()), AuthenticatorData.FLAG(0x45), 0, kept)
        made = AttestationObject.create("none", data, {})
        client = CollectedClientData.create("webauthn.create", challenge or websafe_encode(bytes(32)), f"http://{HOST}")
        response = {"clientDataJSON": websafe_encode(client), "attestationObject": websafe_encode(made)}
        return self._answer(response) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def signed(self, challenge: str) -> str:
        """Return what a browser answers with when the passkey is asked for."""
        client = CollectedClientData.create("webauthn.get", challenge, f"http://{HOST}")
        data = AuthenticatorData.create(sha256(HOST.encode()), AuthenticatorData.FLAG(0x05), 1)
        signature = self.key.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(self.handle.encode()),
        }
        return json.dumps(self._answer(response) | {"clientExtensionResults": {}})

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        return {"id": websafe_encode(self.id), "rawId": websafe_encode(self.id), "type": "public-key"} | {
            "response": response
        }


def insert(person: User, type: str, data: object) -> None:
    """Plant a factor, as somebody does who knows the table and no key."""
    sql(
        "INSERT INTO mfa_authenticator (user_id, type, data, created_at) VALUES (%s, %s, %s, %s)",
        kept(person.pk),
        type,
        json.dumps(data),
        timezone.now(),
    )


@pytest.fixture
def browser() -> Client:
    return Client(SERVER_NAME=HOST)


def is_in(browser: Client) -> bool:
    return browser.get(reverse("own_account")).status_code == 200


def second_step(browser: Client, person: User, **sent: str) -> Any:
    """Sign in by the password, and answer the second step with this."""
    browser.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
    with forgotten_codes():
        return browser.post(reverse("mfa_authenticate"), sent)


def assert_refused(browser: Client, person: User, what: str) -> None:
    """Look at what everybody is told: the browser nothing, the log and the commands whose it is."""
    assert not is_in(browser)
    assert (str(person.pk), what) in refused()
    assert [each for each in planted_credentials.sentences() if f" {person.username} " in each]
    assert planted_credentials.refused_since(timezone.now() - dt.timedelta(days=1)) == [person.username]


def passkey_of(device: Device) -> dict[str, Any]:
    return {"name": "key", "credential": device.registered()}


def challenge_of(browser: Client) -> str:
    """Return what the server asks a passkey to sign."""
    return str(browser.session["mfa.webauthn.state"]["challenge"])


def with_passkey(browser: Client, person: User, device: Device) -> Any:
    """Sign in by the password, and show a passkey in the second step."""
    browser.post(reverse("account_login"), {"login": person.username, "password": PASSWORD})
    assert browser.get(reverse("mfa_authenticate")).status_code == 200
    return browser.post(reverse("mfa_authenticate"), {"credential": device.signed(challenge_of(browser))})


def with_passkey_alone(browser: Client, device: Device) -> Any:
    """Sign in by a passkey, without a password."""
    browser.get(reverse("mfa_login_webauthn"), headers={"X-Requested-With": "XMLHttpRequest"})
    return browser.post(reverse("mfa_login_webauthn"), {"credential": device.signed(challenge_of(browser))})


WAYS = pytest.mark.parametrize("is_alone", [False, True], ids=["as the second step", "alone"])


@WAYS
def test_a_passkey_signs_in_its_owner(browser: Client, operator: User, is_alone: bool) -> None:
    device = Device(operator)
    Authenticator.objects.create(user=operator, type="webauthn", data=passkey_of(device))
    with_passkey_alone(browser, device) if is_alone else with_passkey(browser, operator, device)
    assert is_in(browser)
    assert (refused(), list(planted_credentials.sentences())) == ([], [])


@WAYS
def test_a_passkey_that_was_planted_signs_in_nobody(browser: Client, operator: User, is_alone: bool) -> None:
    device = Device(operator)
    insert(operator, "webauthn", passkey_of(device))
    with_passkey_alone(browser, device) if is_alone else with_passkey(browser, operator, device)
    assert_refused(browser, operator, "webauthn")


@WAYS
def test_a_passkey_of_somebody_else_signs_in_nobody(
    browser: Client, operator: User, other_operator: User, is_alone: bool
) -> None:
    device = Device(operator)
    key = Authenticator.objects.create(user=other_operator, type="webauthn", data=passkey_of(device))
    sql("UPDATE mfa_authenticator SET user_id = %s WHERE id = %s", kept(operator.pk), key.pk)
    with_passkey_alone(browser, device) if is_alone else with_passkey(browser, operator, device)
    assert_refused(browser, operator, "webauthn")


def test_a_passkey_that_was_planted_is_not_asked_for_by_a_dangerous_act(browser: Client, operator: User) -> None:
    device = Device(operator)
    insert(operator, "webauthn", passkey_of(device))
    browser.force_login(operator)
    address = reverse("mfa_reauthenticate_webauthn")
    assert browser.get(address).status_code == 200
    answer = browser.post(address, {"credential": device.signed(challenge_of(browser))})
    assert answer.headers["Location"] == reverse("account_login")
    assert refused() == [(str(operator.pk), "webauthn")]


@pytest.mark.parametrize("data", [{}, [], "x", None, {"name": 1, "credential": {}}, {"name": "key", "proof": "1.ab"}])
@pytest.mark.parametrize("type", ["webauthn", "recovery_codes"])
def test_a_factor_that_is_junk_disturbs_nobody(browser: Client, operator: User, type: str, data: object) -> None:
    insert(operator, type, data)
    browser.post(reverse("account_login"), {"login": operator.username, "password": PASSWORD})
    assert browser.get(reverse("mfa_authenticate")).status_code == 200
    assert second_step(browser, operator, code="000000").status_code == 200
    assert refused() == [(str(operator.pk), type)]
    sign_in(browser, operator)
    assert is_in(browser)
    for name in ("mfa_index", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_activate_totp", "mfa_reauthenticate"):
        assert browser.get(reverse(name)).status_code in {200, 302}, name
    key = Authenticator.objects.get(type=type)
    if type == "webauthn":
        assert browser.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "new"}).status_code == 302
        assert not is_genuine(Authenticator.objects.get(pk=key.pk))
        assert browser.post(reverse("mfa_remove_webauthn", args=[key.pk])).status_code == 302
        assert list(planted_credentials.sentences()) == []
    else:
        assert browser.get(reverse("mfa_view_recovery_codes")).status_code == 200


@pytest.mark.parametrize("has_app", [False, True])
def test_an_app_of_somebody_else_signs_in_nobody(
    browser: Client, operator: User, other_operator: User, has_app: bool
) -> None:
    """The seed of the other one is sealed, and shows the same codes."""
    theirs = Authenticator.objects.get(user=other_operator)
    if has_app:
        [row] = Authenticator.objects.filter(user=operator)
        copied = "data = (SELECT data FROM mfa_authenticator WHERE id = %s)"
        sql(f"UPDATE mfa_authenticator SET {copied} WHERE id = %s", theirs.pk, row.pk)  # noqa: S608 - a test's own
    else:
        Authenticator.objects.filter(user=operator).delete()
        sql("UPDATE mfa_authenticator SET user_id = %s WHERE id = %s", kept(operator.pk), theirs.pk)
    second_step(browser, operator, code=one_time_code(operator))
    assert_refused(browser, operator, "totp")


def codes_of(person: User) -> tuple[Authenticator, list[str]]:
    made = RecoveryCodes.activate(person)
    return made.instance, made.generate_codes()


def test_each_recovery_code_signs_in_once(operator: User) -> None:
    row, codes = codes_of(operator)
    row.wrap().mark_as_viewed()
    for code in codes[:3]:
        browser = Client()
        second_step(browser, operator, code=code)
        assert is_in(browser)
        second_step(Client(), operator, code=code)
    assert Authenticator.objects.get(pk=row.pk).data["used_mask"] == 0b111
    assert (refused(), list(planted_credentials.sentences())) == ([], [])


@pytest.mark.parametrize("mask", [0, 0b10])
def test_a_used_recovery_code_is_not_made_good_again(browser: Client, operator: User, mask: int) -> None:
    row, codes = codes_of(operator)
    second_step(Client(), operator, code=codes[0])
    second_step(Client(), operator, code=codes[1])
    kept = Authenticator.objects.get(pk=row.pk)
    sql("UPDATE mfa_authenticator SET data = %s WHERE id = %s", json.dumps(kept.data | {"used_mask": mask}), row.pk)
    second_step(browser, operator, code=codes[0])
    assert_refused(browser, operator, "recovery_codes")
    second_step(browser, operator, code=codes[5])  # none of them counts any more
    assert not is_in(browser)
    sign_in(browser, operator)
    assert is_in(browser)  # by what nobody has touched


def test_what_is_changed_between_the_look_and_the_use_counts_for_nothing(
    browser: Client, operator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, codes = codes_of(operator)
    second_step(Client(), operator, code=codes[0])
    validate = RecoveryCodes.validate_code

    def changed(self: RecoveryCodes, code: str) -> bool:
        Authenticator.objects.filter(pk=row.pk).update(data=self.instance.data | {"used_mask": 0})
        return bool(validate(self, code))

    monkeypatch.setattr(RecoveryCodes, "validate_code", changed)
    second_step(browser, operator, code=codes[0])
    assert not is_in(browser)
    assert not is_genuine(Authenticator.objects.get(pk=row.pk))


def test_a_password_that_was_planted_lets_nobody_in(browser: Client, operator: User) -> None:
    sql("UPDATE accounts_user SET password = %s WHERE id = %s", make_password(THIEFS), kept(operator.pk))
    assert sign_in(browser, operator, THIEFS).status_code == 200
    assert_refused(browser, operator, "password")
    sign_in(browser, operator, "wrong")
    assert refused() == [(str(operator.pk), "password")] * 2


def test_a_password_of_somebody_else_lets_nobody_in(browser: Client, operator: User, other_operator: User) -> None:
    other_operator.set_password(THIEFS)
    other_operator.save()
    sql(
        "UPDATE accounts_user SET password = %s, password_proof = %s WHERE id = %s",
        other_operator.password,
        other_operator.password_proof,
        kept(operator.pk),
    )
    sign_in(browser, operator, THIEFS)
    assert_refused(browser, operator, "password")


def test_nothing_else_that_is_stored_of_somebody_proves_what_was_planted(operator: User) -> None:
    sql("UPDATE accounts_user SET password = %s WHERE id = %s", make_password(THIEFS), kept(operator.pk))
    person = User.objects.get(pk=operator.pk)
    person.name = "Operator 05"
    person.save()
    person.save(update_fields=["name"])
    assert not User.objects.get(pk=operator.pk).check_password(THIEFS)


@pytest.mark.parametrize("way", ["set and stored", "changed", "reset", "hashed anew"])
def test_a_password_that_is_set_is_proven(
    browser: Client, operator: User, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = PASSWORD if way == "hashed anew" else "quite another invented phrase"
    match way:
        case "set and stored":
            operator.set_password(wanted)
            operator.save()
        case "changed":
            browser.force_login(operator)
            sent = {"oldpassword": PASSWORD, "password1": wanted, "password2": wanted}
            assert browser.post(reverse("account_change_password"), sent).status_code == 302
            browser.post(reverse("account_logout"))
        case "reset":
            account_recovery.reset(
                secret=account_recovery.offer(user=operator, with_second_factor=False, by=None), password=wanted
            )
        case _:
            before, hasher = operator.password, type(get_hasher()).__name__
            monkeypatch.setattr(f"django.contrib.auth.hashers.{hasher}.must_update", lambda *_: True)
    sign_in(browser, operator, wanted)
    assert is_in(browser)
    assert (refused(), list(planted_credentials.sentences())) == ([], [])
    if way == "hashed anew":
        assert User.objects.get(pk=operator.pk).password != before


def test_what_stood_before_there_were_proofs_is_taken_over(browser: Client, operator: User) -> None:
    codes_of(operator)
    Authenticator.objects.create(user=operator, type="webauthn", data=passkey_of(Device(operator)))
    User.objects.update(password_proof="")
    for each in Authenticator.objects.all():
        del each.data["proof"]
        Authenticator.objects.filter(pk=each.pk).update(data=each.data)
    assert len(list(planted_credentials.sentences())) == 4
    import_module("bereg.accounts.migrations.0012_proofs").prove_what_stands(
        apps, SimpleNamespace(connection=connection)
    )
    assert list(planted_credentials.sentences()) == []
    sign_in(browser, operator)
    assert is_in(browser)


def test_nothing_is_proven_under_the_keys_of_another_installation(operator: User) -> None:
    before = operator.password_proof
    Authenticator.objects.update(data={"secret": "bereg1:" + "A" * 160})
    fault = import_module("bereg.vault.faults").Damaged
    with pytest.raises(fault):
        import_module("bereg.accounts.migrations.0012_proofs").prove_what_stands(
            apps, SimpleNamespace(connection=connection)
        )
    assert User.objects.get(pk=operator.pk).password_proof == before


@pytest.mark.parametrize("junk", [{"secret": "bereg1:" + "A" * 160}, {"secret": "bereg1:no"}, ["no factor"]])
def test_one_that_does_not_open_is_not_taken_over_and_stops_no_other(
    browser: Client, operator: User, supervisor: User, junk: object
) -> None:
    Authenticator.objects.filter(user=supervisor).delete()
    insert(supervisor, "totp", junk)
    User.objects.update(password_proof="")
    import_module("bereg.accounts.migrations.0012_proofs").prove_what_stands(
        apps, SimpleNamespace(connection=connection)
    )
    assert Authenticator.objects.get(user=supervisor).data == junk
    [said] = planted_credentials.sentences()
    assert f"people reset --second-factor {supervisor.username}" in said
    sign_in(browser, operator)
    assert is_in(browser)


def test_the_commands_name_whose_it_is_until_they_are_let_in_anew(browser: Client, operator: User) -> None:
    insert(operator, "webauthn", {})
    assert [each for each in findings() if each.code == "planted"] == []  # nobody has tried it, and no key is at hand
    with pytest.raises(CommandError):
        call_command("audit", "verify", stdout=StringIO(), stderr=(said := StringIO()))
    assert f"people reset --second-factor {operator.username}`" in said.getvalue()
    second_step(browser, operator, code="000000")
    [found] = [each for each in findings() if each.code == "planted"]
    assert operator.username in found.fault
    assert f"people reset --second-factor {operator.username}`" in found.remedy

    secret = account_recovery.offer(user=operator, with_second_factor=True, by=None)
    account_recovery.reset(secret=secret, password="quite another invented phrase")
    assert [each for each in findings() if each.code == "planted"] == []
    assert list(planted_credentials.sentences()) == []
    call_command("audit", "verify", stdout=StringIO())


@pytest.mark.parametrize(
    "proof", ["", "1", "1.", ".ab", "-1.ab", "1" * 90 + ".ab", "\u0661.ab", "1.\ud800", None, 1, []]
)
def test_a_proof_may_be_anything(operator: User, proof: Any) -> None:
    assert not proofs.holds_for_factor(operator.pk, "totp", {"secret": "x", "proof": proof})
    assert not proofs.holds_for_password(proof, operator.pk, operator.password)
