"""Seal the texts that stand in clear. Interrupted, it is simply run again: each batch is a transaction of its own."""

import json
import sys
from itertools import islice

from django.db import migrations, transaction
from django.db.migrations.exceptions import IrreversibleError
from tqdm import tqdm

from bereg.audit import actions as audit
from bereg.enquiries.contact_details import way_in
from bereg.vault import actions as vault
from bereg.vault.unlocking import unlocked

BATCH = 500
CODES = {"select_one", "select_multiple"}  # kinds of questions whose answers are codes of closed lists
UNANSWERED = {"declined", "unknown"}


def seal(apps, schema_editor):
    """Seal enquiries and drafts; the vault is opened only where there is something to seal."""
    alias = schema_editor.connection.alias
    enquiries = apps.get_model("enquiries", "Enquiry").objects.using(alias).order_by("pk")
    drafts = apps.get_model("enquiries", "Draft").objects.using(alias).order_by("pk")
    plain_answers = _plain_answers(apps, alias)
    _each(enquiries.filter(consent="yes"), lambda batch: _seal_enquiries(enquiries, batch, plain_answers), alias)
    _each(drafts, lambda batch: _seal_drafts(drafts, batch), alias)


def refuse(apps, schema_editor):
    """Never open what is sealed: only an empty database goes back."""
    alias = schema_editor.connection.alias
    for name, field in (("Enquiry", "narrative"), ("Enquiry", "call_back"), ("Enquiry", "typed_answers"), ("Draft", "fields")):
        if apps.get_model("enquiries", name).objects.using(alias).exclude(**{field: b""}).exists():
            raise IrreversibleError("Sealed texts cannot go back into clear.")


def _plain_answers(apps, alias):
    """Return what tells, of a questionnaire and its answers, those that somebody typed."""
    versions = apps.get_model("questionnaire", "Version").objects.using(alias)
    kinds = {}

    def typed(enquiry):
        known = kinds.get(enquiry.questionnaire_id)
        if known is None:
            definition = versions.values_list("definition", flat=True).get(pk=enquiry.questionnaire_id)
            known = kinds[enquiry.questionnaire_id] = {
                each["name"] for each in definition.get("questions", ()) if each["kind"] in CODES
            }
        return {
            name: answer for name, answer in enquiry.answers.items() if name not in known and answer not in UNANSWERED
        }

    return typed


def _each(rows, seal_batch, alias):
    """Seal batch by batch, in the order of the keys."""
    count, last = rows.count(), None
    with tqdm(total=count, unit="record", file=sys.stderr, disable=None if count else True) as bar:
        while batch := list(islice(rows.filter(pk__gt=last) if last else rows, BATCH)):
            with transaction.atomic(using=alias, savepoint=False):
                seal_batch(batch)
            last = batch[-1].pk
            bar.update(len(batch))


def _seal_enquiries(enquiries, batch, plain_answers):
    waiting = []
    for row in batch:
        typed = plain_answers(row)
        texts = {"narrative": row.plain_narrative, "call_back": row.plain_call_back}
        texts = {name: text for name, text in texts.items() if text}
        if typed:
            texts["typed_answers"] = json.dumps(typed, ensure_ascii=False)
        if texts:
            waiting.append((row, texts, typed))
    if not waiting:
        return
    unlocked()
    all_sealed = vault.seal_many([each[:2] for each in waiting])
    _write_down([row for row, _texts, _typed in waiting], all_sealed)
    for (row, texts, typed), sealed in zip(waiting, all_sealed, strict=True):
        way = way_in(texts.get("call_back", ""))
        if way:
            sealed["call_back_index"] = vault.index(row.centre_id, *way)
        answers = {name: answer for name, answer in row.answers.items() if name not in typed}
        enquiries.filter(pk=row.pk).update(**sealed, answers=answers, plain_narrative="", plain_call_back="")


def _seal_drafts(drafts, batch):
    waiting = [row for row in batch if row.plain_fields]
    if not waiting:
        return
    unlocked()
    texts = [(row, {"fields": json.dumps(row.plain_fields, ensure_ascii=False)}) for row in waiting]
    all_sealed = vault.seal_many(texts)
    _write_down(waiting, all_sealed)
    for row, sealed in zip(waiting, all_sealed, strict=True):
        drafts.filter(pk=row.pk).update(**sealed, plain_fields={})


def _write_down(rows, all_sealed):
    """Record what was sealed, in the order in which `enquiries.texts` reads it, so that the digests are alike."""
    names = ("narrative", "typed_answers", "call_back", "fields")
    digests = [vault.digest(*(sealed.get(name, b"") for name in names)) for sealed in all_sealed]
    audit.record_many("text.sealed", targets=rows, by=None, because="migration", digests=digests)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("audit", "0002_chain"), ("enquiries", "0003_sealed_texts"), ("questionnaire", "__first__")]

    operations = [migrations.RunPython(seal, refuse)]
