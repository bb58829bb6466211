"""`bereg keys`: checks, rotates, splits and restores, and takes two persons where it must."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.urls import reverse

from bereg.accounts import approvals
from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.audit import triggers
from bereg.audit.models import ChainedAct
from bereg.centres.models import Centre
from bereg.console import checkpoint
from bereg.console.second_person import KEYS
from bereg.console.tests.keys_command import Run, acts, admin, agreed, run, second
from bereg.enquiries.actions import close_enquiry, correct_enquiry
from bereg.enquiries.models import Enquiry
from bereg.enquiries.tests.conftest import a_matter
from bereg.questionnaire.publishing import publish_standard
from bereg.vault import actions as vault
from bereg.vault import checking, keks, keyring, root, writing
from bereg.vault.fields import sealed_fields
from bereg.vault.models import Kek, Key, Secret
from bereg.vault.tests import cheap
from bereg.vault.tests.samples import Sample, sample
from conftest import ROOT_KEY, make_user

__all__ = ["admin", "run", "second"]


def test_whole_keys_are_said_to_be_whole(run: Run, centre: Centre) -> None:
    assert "moscow has no keys yet" in run("check")
    keks.prepare(centre.pk)
    said = run("check")
    assert "pairs of centres: 1, secrets: 4." in said  # beside the key of the log, which every test begins with
    assert "No fault was found." in said
    assert "no keys yet" not in said


def test_each_fault_of_the_keys_is_found(run: Run, centre: Centre, other_centre: Centre) -> None:
    keks.prepare(centre.pk)
    keks.prepare(other_centre.pk)
    record = sample()
    vault.seal(record, "narrative", "a text")
    damage(record, lambda wrapped: wrapped[:-1] + bytes([wrapped[-1] ^ 1]))
    broken, exchanged = Kek.objects.get(centre=centre.pk), Kek.objects.get(centre=other_centre.pk)
    Secret.objects.filter(pk=str(broken.pk)).delete()
    Kek.objects.filter(pk=exchanged.pk).update(public=broken.public)
    Secret.objects.filter(kind="account").update(wrapped=bytes(61))
    keyring.unlock_with(ROOT_KEY)
    with pytest.raises(CommandError, match="Faults found: 4"):
        run("check")


def test_a_damaged_key_of_a_record_is_named_and_the_others_are_tried(
    run: Run, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "BATCH", 2)
    records = [sample(centre.pk) for _ in range(5)]
    vault.seal_many([(each, {"narrative": "a text"}) for each in records])
    damage(records[1], lambda wrapped: wrapped[:-1] + bytes([wrapped[-1] ^ 1]))
    damage(records[4], lambda wrapped: wrapped[:-1])
    said = StringIO()
    with pytest.raises(CommandError, match="Faults found: 2"):
        call_command("keys", "check", stdout=said, stderr=said)
    named = {line for line in said.getvalue().splitlines() if "does not open" in line}
    damaged = (records[1].pk, records[4].pk)
    assert named == {f"The key of the record {pk}, class narrative, does not open." for pk in damaged}


def damage(record: Sample, change: Callable[[bytes], bytes]) -> None:
    key = Key.objects.get(record=record.pk)
    Key.objects.filter(pk=key.pk).update(wrapped=change(bytes(key.wrapped)))


def test_keys_are_rotated_for_all_centres_or_one(run: Run, centre: Centre, other_centre: Centre) -> None:
    for each in (centre, other_centre):
        keks.prepare(each.pk)
    before = {each.pk: keks.newest(each.pk).pk for each in (centre, other_centre)}
    assert "moscow" not in run("rotate", "--centre", "astrakhan")
    now = {each.pk: keks.newest(each.pk).pk for each in (centre, other_centre)}
    assert (now[centre.pk] == before[centre.pk], now[other_centre.pk] == before[other_centre.pk]) == (True, False)
    run("rotate")
    assert keks.newest(centre.pk).pk != before[centre.pk]
    with pytest.raises(CommandError, match="no centre kazan"):
        run("rotate", "--centre", "kazan")


def test_an_interrupted_rotation_is_said_and_goes_on_without_asking_again(
    run: Run, centre: Centre, admin: User, second: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    keks.prepare(centre.pk)
    number = agreed("rotate", admin, second)
    with monkeypatch.context() as patched:
        patched.setattr("bereg.vault.rotating._rewrap", interrupt)
        with pytest.raises(CommandError, match="run the same again"):
            run("rotate", "--approval", number)
    assert "has new keys" in run("rotate")


def test_an_interruption_at_one_centre_gives_no_other_new_keys_without_two_persons(
    run: Run, centre: Centre, other_centre: Centre, admin: User, second: User
) -> None:
    for each in (centre, other_centre):
        keks.prepare(each.pk)
    number, before = agreed("rotate", admin, second), keks.newest(other_centre.pk).pk
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("bereg.vault.rotating._rewrap", interrupt)
        with pytest.raises(CommandError, match="run the same again"):
            run("rotate", "--centre", centre.code, "--approval", number)
    said = run("rotate")
    assert f"{centre.code} has new keys" in said
    assert "Any other centre takes an agreement" in said
    assert keks.newest(other_centre.pk).pk == before
    with pytest.raises(CommandError, match="two people"):
        run("rotate")
    assert f"{other_centre.code} has new keys" in run("rotate", "--approval", agreed("rotate", admin, second))


def test_a_damaged_key_ends_a_rotation_with_an_error_that_names_it(
    run: Run, centre: Centre, other_centre: Centre
) -> None:
    records = [sample(each.pk) for each in (centre, other_centre)]
    vault.seal_many([(each, {"narrative": "a text"}) for each in records])
    damage(records[0], lambda _wrapped: bytes(80))
    before, said = keks.newest(other_centre.pk).pk, StringIO()
    with pytest.raises(CommandError, match="do not open: 1"):
        call_command("keys", "rotate", stdout=said, stderr=said)
    assert f"{records[0].pk}, class narrative, does not open" in said.getvalue()
    assert "moscow has new keys" not in said.getvalue()
    keks.forget(other_centre.pk)
    assert keks.newest(other_centre.pk).pk != before


def interrupt(*_args: object) -> int:
    raise KeyboardInterrupt


def test_two_persons_are_needed_once_there_are_two(
    run: Run, admin: User, second: User, tmp_path: Path, centre: Centre
) -> None:
    words = ("escrow", "--to", str(tmp_path), "--no-check")
    waiting = approvals.ask_or_alone(kind=KEYS, target="escrow", by=second)
    other = agreed("rotate", admin, second)
    for typed, reason in (
        ((), "two people"),
        (("--approval", "nobody"), "is no number"),
        (("--approval", str(uuid4())), "no agreement"),
        (("--approval", str(waiting.pk)), "no agreement"),
        (("--approval", other), "no agreement"),
    ):
        with pytest.raises(CommandError, match=reason):
            run(*words, *typed)
    number = agreed("escrow", admin, make_user(centre, Role.SUPERVISOR, "Supervisor 01"))
    assert not list(tmp_path.glob("*sheet*"))
    run(*words, "--approval", number)
    assert len(list(tmp_path.glob("bereg-sheet-?.txt"))) == 3
    for file in tmp_path.glob("bereg-sheet-?.txt"):
        file.unlink()
    with pytest.raises(CommandError, match="no agreement"):
        run(*words, "--approval", number)  # it holds once


def test_a_supervisor_agrees_and_does_not_ask(run: Run, supervisor: User, second: User) -> None:
    for ask in (approvals.ask, approvals.ask_or_alone):
        with pytest.raises(approvals.NotYourDecisionError):
            ask(kind=KEYS, target="escrow", by=supervisor)


def test_who_is_alone_does_it_alone_and_it_is_written_down(run: Run, admin: User, tmp_path: Path) -> None:
    free = approvals.ask_or_alone(kind=KEYS, target="escrow", by=admin)
    run("escrow", "--to", str(tmp_path), "--no-check", "--approval", str(free.pk))
    assert acts() == ["approval.asked", "approval.alone", "keys.escrowed"]


def test_what_was_free_is_so_no_longer_once_there_are_two(run: Run, admin: User, tmp_path: Path) -> None:
    free = approvals.ask_or_alone(kind=KEYS, target="escrow", by=admin)
    assert approvals.ask_or_alone(kind=KEYS, target="escrow", by=admin) == free
    make_user(None, Role.ADMIN, "Administrator 02")
    with pytest.raises(CommandError, match="no agreement"):
        run("escrow", "--to", str(tmp_path), "--no-check", "--approval", str(free.pk))
    assert approvals.ask_or_alone(kind=KEYS, target="escrow", by=admin).decision == ""


def test_the_passphrase_is_changed_and_the_old_one_opens_no_longer(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new").write_text("another passphrase\n")
    assert str(tmp_path / "passphrase") in run("passphrase", "--new", str(tmp_path / "new"))
    assert root.read("another passphrase") == ROOT_KEY
    keyring.lock()
    with pytest.raises(CommandError, match="does not open"):
        run("check")


def test_a_weak_passphrase_and_a_file_that_is_cheap_to_guess_at_are_said(
    run: Run, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr("bereg.vault.root.LEAST_WORK", cheap.WORK + 1)
    monkeypatch.setattr("bereg.vault.root.demand_strong", lambda _text: None)  # as in an earlier version
    Path(settings.PASSPHRASE_FILE).write_text("x")
    root.path().chmod(0o600)
    root.path().write_bytes(cheap.encrypt(ROOT_KEY, "x"))
    root.path().chmod(0o400)
    keyring.lock()
    said = run("check")
    assert "The passphrase of the root key is too weak: it has fewer than 12 characters." in said
    assert "Guessing at the passphrase of the root key is cheap" in said


def test_a_text_that_was_put_back_is_a_fault_of_its_field(run: Run, desk: Client) -> None:
    publish_standard()
    desk.post(reverse("desk:form", args=[uuid4()]), {"consent": "yes", "narrative": "Asks about a visa."})
    stored = Enquiry._base_manager.get()
    assert "No fault was found." in run("check")
    Enquiry._base_manager.update(narrative=writing.seal(stored, "narrative", "What stood there once."))
    said = StringIO()
    with pytest.raises(CommandError, match="Faults found: 1") as raised:
        call_command("keys", "check", stdout=said, stderr=said)
    assert raised.value.returncode == 1
    assert f"enquiries.enquiry.narrative of {stored.pk}: what stands there is not what was written" in said.getvalue()
    said = StringIO()
    with pytest.raises(CommandError, match="1 damage") as raised:
        call_command("audit", "verify", stdout=said, stderr=said)
    assert raised.value.returncode == 1
    assert f"enquiries.enquiry.narrative of {stored.pk}" in said.getvalue()
    assert "Compared with the sealed texts of 1 record." in said.getvalue()


def test_a_text_that_was_put_back_with_its_newest_act_deleted_is_a_fault_of_the_record(
    run: Run, client: Client, operator: User
) -> None:
    """The one way that no comparing sees: the chain has a gap, which an opening does not look for."""
    publish_standard()
    client.force_login(operator)  # the owner of the tables works on: nobody else can delete an act
    client.post(reverse("desk:form", args=[uuid4()]), {"consent": "yes", "narrative": "Asks about a visa."})
    first = Enquiry._base_manager.get()
    correct_enquiry(enquiry=first, version=1, matter=a_matter(), by=operator)
    close_enquiry(enquiry=Enquiry._base_manager.get(), by=operator)
    assert "No fault was found." in run("check")
    with triggers.lifted(connection):
        ChainedAct._base_manager.filter(action="enquiry.corrected").delete()
    sealed = {each.name: getattr(first, each.name) for each in sealed_fields(Enquiry)}
    Enquiry._base_manager.update(**sealed)
    assert list(checking.not_ours()) == []
    said = StringIO()
    with pytest.raises(CommandError, match="Faults found: 1"):
        call_command("keys", "check", stdout=said, stderr=said)
    assert "The audit log is damaged" in said.getvalue()


def test_an_end_that_was_cut_off_is_a_fault_where_a_checkpoint_knows_it(
    run: Run, client: Client, operator: User, tmp_path: Path, settings: Any
) -> None:
    settings.CHECKPOINTS = tmp_path / "checkpoints"
    settings.CHECKPOINTS.mkdir()
    publish_standard()
    client.force_login(operator)
    client.post(reverse("desk:without_enquiry"), {"disposition": "silent", "id": str(uuid4()), "confirmed": "yes"})
    checkpoint.take(settings.CHECKPOINTS)
    assert "No fault was found." in run("check")
    with triggers.lifted(connection):
        ChainedAct._base_manager.order_by("seq").last().delete()  # type: ignore[union-attr]
    with pytest.raises(CommandError, match="Faults found: 1"):
        run("check")
