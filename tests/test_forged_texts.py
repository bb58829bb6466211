"""Whoever can write to both databases, and has older copies of them, puts no word into a colleague's mouth.

Every sealed field of every record is tried: a new one fails here until somebody says how it comes to be.
"""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bereg.accounts.models import Notice, User
from bereg.accounts.roles import Role
from bereg.audit import digests, pruning, triggers
from bereg.audit.actions import chain_pending
from bereg.audit.models import ChainedAct, Pending
from bereg.audit.queries import verify
from bereg.centres.models import Centre
from bereg.contacts.actions import ContactFields
from bereg.contacts.channels import Channel
from bereg.enquiries.actions import close_enquiry, correct_enquiry
from bereg.enquiries.consent_withdrawal import withdraw_consent
from bereg.enquiries.models import Enquiry
from bereg.enquiries.outcomes import Consent
from bereg.enquiries.registration import Matter, Registration, register_enquiry
from bereg.questionnaire.publishing import publish_standard
from bereg.vault import actions as vault
from bereg.vault import checking, comparing_all, fields, keks, ledger, opening, sealing, wrapping, writing
from bereg.vault.commands import require_vault
from bereg.vault.faults import Damaged, Unwritten, VaultFault
from bereg.vault.fields import SealedField, field_of, sealed_fields
from bereg.vault.models import Key
from bereg.vault.reading import open_texts
from conftest import make_user
from tests.sealed_records import MADE, MADE_OUTSIDE, MATTER, WORDS, corrected, held, stored

FORGED = "Forged: close the case."


@pytest.fixture
def enquiry(centre: Centre, operator: User) -> Enquiry:
    contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
    made = Registration(contact=contact, matter=MATTER, questionnaire=publish_standard())
    return register_enquiry(registration=made, by=operator)


@pytest.fixture
def people(centre: Centre, operator: User) -> dict[str, User]:
    roles = {"supervisor": Role.SUPERVISOR, "admin": Role.ADMIN, "intern": Role.INTERN}
    made = {name: make_user(None if name == "admin" else centre, role, f"{name} 77") for name, role in roles.items()}
    return {**made, "operator": operator}


FIELDS = [
    (model._meta.label_lower, field.name)
    for model in ledger.sealed_models()
    for field in sealed_fields(model)
    if isinstance(field, SealedField)  # of files: bereg/vault/tests/test_open_after_a_restore.py
    and not field.from_outside
]
# What people outside type, where no process has the key of the log: whatever shows it says that nobody here wrote it.
FROM_OUTSIDE = {
    "partner_links.partnerlink": {"words"},
    "conversations.thread": {"address"},
    "conversations.message": {"said", "quoted", "reference"},
    "conversations.attachment": {"name"},
    "mailbox.quarantinedletter": {"sender"},
}


def test_every_record_that_holds_something_sealed_is_tried() -> None:
    assert set(MADE) == {label for label, _field in FIELDS} | set(FROM_OUTSIDE)
    assert {
        model._meta.label_lower: outside
        for model in ledger.sealed_models()
        if (outside := {each.name for each in sealed_fields(model) if getattr(each, "from_outside", False)})
    } == FROM_OUTSIDE


@pytest.mark.parametrize("label", FROM_OUTSIDE)
def test_what_comes_from_outside_opens_in_its_own_place_alone(
    label: str, enquiry: Enquiry, people: dict[str, User]
) -> None:
    first, second = (stored((MADE | MADE_OUTSIDE)[label](enquiry, people)) for _ in range(2))
    for name in sorted(FROM_OUTSIDE[label]):
        assert open_texts(first, [name])[name]
        assert found() == []
        with pytest.raises(Damaged):
            open_texts(put(first, name, bytes(getattr(second, name))), [name])
        put(first, name, bytes(getattr(first, name)))


@pytest.fixture
def text(request: pytest.FixtureRequest, enquiry: Enquiry, people: dict[str, User]) -> tuple[Any, str]:
    """A record of which the field holds what somebody has written."""
    label, field = request.param
    record = stored(MADE[label](enquiry, people))
    assert open_texts(record, [field])[field]
    return record, field


def put(record: Any, field: str, sealed: bytes) -> Any:
    """Store sealed bytes as whoever writes to the database, and return what a page reads."""
    type(record)._base_manager.filter(pk=record.pk).update(**{field: sealed})
    return stored(record)


def found() -> list[str]:
    """Return what the three commands find."""
    problems, named = list(checking.not_ours()), [each.name for each in comparing_all.wrong()]
    assert len(problems) == len(named)
    failed = opening.try_all(lambda _count: None).failed
    assert {each.partition(":")[0] for each in failed} >= set(named)  # where a key is another one, more do not open
    return named


def refused(record: Any, field: str) -> VaultFault:
    """Return why a page is refused a text that the commands find too."""
    fault = closed(record, field)
    assert f"{record._meta.label_lower}.{field} {record.pk}" in found()
    return fault


def closed(record: Any, field: str) -> VaultFault:
    with pytest.raises((Damaged, Unwritten)) as raised:
        open_texts(record, [field])
    assert FORGED not in str(raised.value)
    return raised.value


def sealed_by_thief(record: Any, field: str, words: str) -> bytes:
    """Seal with the public key alone, and put the wrapped key in the place of the right one."""
    kind, key = field_of(record, field).kind, sealing.new_key()
    wrapped = wrapping.wrap(key, bytes(keks.newest(record.centre_id).public))
    assert Key.objects.filter(record=record.pk, kind=kind).update(wrapped=wrapped) == 1
    return sealing.seal(words, key=key, belongs=fields.place_of(record, field), block_B=kind.block_B)


every_field = pytest.mark.parametrize("text", FIELDS, indirect=True, ids=".".join)


@every_field
def test_older_emptied_and_newly_sealed_bytes_are_damage(text: tuple[Any, str]) -> None:
    record, field = text
    assert found() == []
    genuine = bytes(getattr(record, field))
    older = writing.seal(record, field, "What stood there once.")  # under the same key, in the same place
    refused(put(record, field, older), field)
    if not field_of(record, field).tag:
        assert isinstance(closed(put(record, field, b""), field), Damaged)
    assert open_texts(put(record, field, genuine), [field])[field]
    refused(put(record, field, sealed_by_thief(record, field, FORGED)), field)


@every_field
def test_what_no_act_has_written_is_nobodys_words(text: tuple[Any, str]) -> None:
    """Nor is what waits for its place in the chain an act of somebody who has the key: anybody can put it there."""
    record, field = text
    forged = put(record, field, sealed_by_thief(record, field, FORGED))
    with triggers.lifted(connection):
        ChainedAct._base_manager.filter(target=str(record.pk)).delete()
    columns = {
        each.name: getattr(ChainedAct(), each.name) for each in Pending._meta.concrete_fields if each.name != "id"
    }
    said = {"target": str(record.pk), "target_kind": record._meta.label_lower, "action": "enquiry.corrected"}
    digest = writing.digest(getattr(forged, field))
    Pending._base_manager.create(**{**columns, **said, "sha256": digests.sign(field) + digest})
    assert isinstance(closed(forged, field), Unwritten)
    assert chain_pending() == 1
    assert isinstance(refused(forged, field), Unwritten)


@pytest.fixture
def corrected_twice(enquiry: Enquiry, people: dict[str, User]) -> tuple[Enquiry, bytes]:
    """An enquiry, and what stood there before its text was changed."""
    first = corrected(enquiry, people)
    corrected(first, people)
    return stored(first), bytes(first.narrative)


@pytest.mark.parametrize(
    "change",
    [
        {"mac": bytes(32)},
        {"actor": "somebody"},
        {"because": "case_work"},
        {"seq": 10_000},
        {"sha256": bytes(32)},
        {"sha256": b"\x01" * 36},
        {"prev": bytes(32)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_entry_that_was_changed_proves_nothing(
    corrected_twice: tuple[Enquiry, bytes], change: dict[str, Any]
) -> None:
    """Neither does an older one then: nobody knows what came between."""
    record, older = corrected_twice
    newest = ChainedAct._base_manager.filter(action="enquiry.corrected").order_by("-seq")[:1].get()
    with triggers.lifted(connection):
        ChainedAct._base_manager.filter(pk=newest.pk).update(**change)
    refused(put(record, "narrative", older), "narrative")
    refused(put(record, "narrative", bytes(record.narrative)), "narrative")


def test_an_entry_made_up_or_carried_from_elsewhere_proves_nothing(corrected_twice: tuple[Enquiry, bytes]) -> None:
    record, older = corrected_twice
    first = ChainedAct._base_manager.filter(action="enquiry.corrected").order_by("seq").values().first()
    assert first
    ChainedAct._base_manager.create(**{**first, "seq": 20_000})
    refused(put(record, "narrative", older), "narrative")


def test_an_entry_that_was_deleted_breaks_the_chain(
    corrected_twice: tuple[Enquiry, bytes], people: dict[str, User]
) -> None:
    """The one thing that no opening sees. Where nothing came after it, a checkpoint elsewhere shows it."""
    record, older = corrected_twice
    newest = ChainedAct._base_manager.filter(action="enquiry.corrected").order_by("-seq")[:1].get()
    close_enquiry(enquiry=record, by=people["operator"])
    with triggers.lifted(connection):
        ChainedAct._base_manager.filter(pk=newest.pk).delete()
    assert open_texts(put(record, "narrative", older), ["narrative"])["narrative"] == WORDS
    assert verify().count > 0


def test_a_text_of_another_record_stands_for_nothing(
    corrected_twice: tuple[Enquiry, bytes], people: dict[str, User]
) -> None:
    record, _older = corrected_twice
    hold = held(record, people)
    refused(put(record, "typed_answers", bytes(record.narrative)), "typed_answers")
    refused(put(hold, "reason", bytes(record.narrative)), "reason")


def test_a_forged_text_is_shown_nowhere_and_supervisors_are_told(
    desk: Client, corrected_twice: tuple[Enquiry, bytes], people: dict[str, User]
) -> None:
    record, older = corrected_twice
    for sealed in (older, b"", sealed_by_thief(record, "narrative", FORGED)):
        Notice.objects.all().delete()
        put(record, "narrative", sealed)
        shown = desk.get(reverse("desk:enquiry", args=[record.pk])).content.decode()
        assert (FORGED in shown, WORDS in shown) == (False, False)
        assert "This text cannot be opened" in shown
        assert Notice.objects.filter(kind="text.unreadable", person=people["supervisor"]).exists()
    faults: list[VaultFault] = []

    def note(_record: Any, fault: VaultFault) -> None:
        faults.append(fault)

    assert vault.search([stored(record)], "narrative", "forged", by=people["operator"], closed=note) == []
    assert len(faults) == 1


def test_a_correction_beside_a_forged_text_does_not_make_it_genuine(
    corrected_twice: tuple[Enquiry, bytes], people: dict[str, User]
) -> None:
    record, older = corrected_twice
    put(record, "narrative", older)
    keep = frozenset({"narrative"})
    correct_enquiry(enquiry=record, version=record.version, matter=MATTER, by=people["operator"], keep=keep)
    refused(stored(record), "narrative")
    assert open_texts(stored(record), ["call_back"])["call_back"]


def test_what_a_colleague_has_just_stored_is_read_and_rings_no_alarm(
    corrected_twice: tuple[Enquiry, bytes], people: dict[str, User]
) -> None:
    read_before = corrected_twice[0]
    newer = Matter(Consent.YES, ("quota",), narrative="Newer.")
    correct_enquiry(enquiry=read_before, version=read_before.version, matter=newer, by=people["operator"])
    assert open_texts(read_before, ["narrative", "call_back"]) == {"narrative": "Newer.", "call_back": ""}
    assert found() == []


def test_erasing_is_no_damage(corrected_twice: tuple[Enquiry, bytes], people: dict[str, User]) -> None:
    withdraw_consent(enquiry=corrected_twice[0], by=people["operator"])
    assert open_texts(stored(corrected_twice[0]), ["narrative"]) == {"narrative": ""}
    assert found() == []


def test_signs_of_fields_differ() -> None:
    for model in ledger.sealed_models():
        names = [each.name for each in sealed_fields(model)]
        assert len({digests.sign(name) for name in names}) == len(names)


def test_what_stands_when_its_month_is_deleted_is_still_proven(centre: Centre, operator: User) -> None:
    """A text that is held, or open for years, outlives the entries of the day when it was written."""
    with time_machine.travel(dt.datetime(2020, 3, 2, 9, tzinfo=dt.UTC), tick=False):
        contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
        made = Registration(contact=contact, matter=MATTER, questionnaire=publish_standard())
        first = register_enquiry(registration=made, by=operator)
        shorter = Matter(Consent.YES, ("quota",), narrative="Newer.")
        second = correct_enquiry(enquiry=first, version=1, matter=shorter, by=operator)
    older = bytes(first.narrative)
    with time_machine.travel(dt.datetime(2020, 6, 2, 9, tzinfo=dt.UTC), tick=False):
        close_enquiry(enquiry=second, by=operator)
    assert len(pruning.prune(by=None)) == 1
    assert not ChainedAct._base_manager.filter(action__in=("enquiry.registered", "enquiry.corrected")).exists()
    assert found() == []
    carried = ChainedAct._base_manager.get(action="text.carried")
    assert (carried.target, carried.centre) == (str(first.pk), str(centre.pk))
    assert set(digests.parts(bytes(carried.sha256))) == {
        digests.sign("narrative"),
        digests.sign("code_word"),
    }  # the others were emptied
    assert open_texts(stored(first), ["narrative"]) == {"narrative": "Newer."}
    refused(put(first, "narrative", older), "narrative")
    refused(put(first, "narrative", b""), "narrative")
    assert verify().count == 0


@pytest.fixture
def of_an_older_version(monkeypatch: pytest.MonkeyPatch, centre: Centre, operator: User) -> Enquiry:
    """An enquiry whose entry holds one digest over all its texts, as those of before did."""
    with monkeypatch.context() as patch:
        patch.setattr(vault, "written_new", lambda record: vault.digest(record.narrative, record.call_back))
        contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
        made = Registration(contact=contact, matter=MATTER, questionnaire=publish_standard())
        return register_enquiry(registration=made, by=operator)


def test_texts_of_an_older_version_are_taken_over_once(of_an_older_version: Enquiry) -> None:
    record = of_an_older_version
    assert len(found()) == 4
    assert (comparing_all.adopt(), comparing_all.adopt(), found()) == (1, 0, [])
    assert open_texts(record, ["narrative"]) == {"narrative": WORDS}
    Key.objects.filter(record=record.pk, kind="narrative").delete()
    put(record, "typed_answers", b"")
    writing.seal(record, "narrative", FORGED)
    forged = put(record, "narrative", sealed_by_thief(record, "narrative", FORGED))
    assert comparing_all.adopt() == 0
    refused(forged, "narrative")


def test_over_a_broken_chain_nothing_is_taken_over_unless_somebody_says_so(of_an_older_version: Enquiry) -> None:
    with triggers.lifted(connection):
        ChainedAct._base_manager.filter(action="contact.recorded").delete()
    with pytest.raises(comparing_all.NotAdopted):
        comparing_all.adopt()
    with pytest.raises(CommandError, match=r"audit adopt"):
        require_vault()  # as the server does, and every command that opens the vault
    said = StringIO()
    call_command("audit", "adopt", stdout=said)
    assert "The texts of 1 record are taken over." in said.getvalue()
    assert open_texts(of_an_older_version, ["narrative"]) == {"narrative": WORDS}
