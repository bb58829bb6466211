"""Seeds of second factors lie sealed, work as before, and one that nobody has sealed is no seed."""

import json
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.vault import keyring
from bereg.vault.faults import Damaged, VaultLocked
from bereg.vault.mfa_adapter import SealingMFAAdapter
from bereg.vault.seeds import seal_plain_seeds
from tests.factors import app_code

SEED = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def person(db: None) -> User:
    """Somebody without a second factor."""
    return User.objects.create(username="newcomer", name="Newcomer", role=Role.OPERATOR)


def code() -> str:
    return app_code(SEED, time.time())


def stored() -> str:
    return json.dumps([row.data for row in Authenticator.objects.all()])


def test_a_seed_lies_sealed_and_its_codes_are_right(person: User) -> None:
    factor = TOTP.activate(person, SEED)
    assert SEED not in stored()
    assert factor.validate_code(code())


def test_recovery_codes_come_from_a_sealed_seed(person: User) -> None:
    codes = RecoveryCodes.activate(person).generate_codes()
    assert len(set(codes)) == 10
    assert RecoveryCodes(Authenticator.objects.get()).validate_code(codes[3])


def test_seeds_of_an_earlier_version_are_sealed_when_it_is_brought_up_to_date(person: User) -> None:
    for kind, data in (
        ("totp", {"secret": SEED}),
        ("recovery_codes", {"seed": "ab" * 40, "used_mask": 4}),
        ("webauthn", {"name": "key", "credential": {"secret": "of the library"}}),
    ):
        Authenticator.objects.create(user=person, type=kind, data=data)
    before = RecoveryCodes(Authenticator(type="recovery_codes", data={"seed": SealingMFAAdapter().encrypt("ab" * 40)}))
    assert seal_plain_seeds() == 2
    assert SEED not in stored()
    assert "abab" not in stored()
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code())
    kept = RecoveryCodes(Authenticator.objects.get(type="recovery_codes"))
    assert kept.generate_codes() == before.generate_codes()
    assert kept.instance.data["used_mask"] == 4
    assert Authenticator.objects.get(type="webauthn").data["credential"] == {"secret": "of the library"}
    assert seal_plain_seeds() == 0


def test_migrate_seals_them(person: User) -> None:
    Authenticator.objects.create(user=person, type="totp", data={"secret": SEED})
    call_command("migrate", verbosity=0, interactive=False)
    assert SEED not in stored()


@pytest.mark.parametrize("planted", [SEED, "bereg1:", "bereg1:AAAA", ""])
def test_what_nobody_sealed_is_no_seed(db: None, planted: str) -> None:
    with pytest.raises(Damaged):
        SealingMFAAdapter().decrypt(planted)


def test_a_locked_process_knows_no_seed(person: User) -> None:
    sealed = SealingMFAAdapter().encrypt(SEED)
    keyring.lock()
    with pytest.raises(VaultLocked):
        SealingMFAAdapter().decrypt(sealed)
    with pytest.raises(VaultLocked):
        TOTP.activate(person, SEED)
