"""Seal the code words that stand in clear. Interrupted, it is simply run again: each batch is a transaction of its own."""

import sys
from itertools import islice

from django.db import migrations, transaction
from tqdm import tqdm

from bereg.audit import actions as audit
from bereg.vault import actions as vault
from bereg.vault.unlocking import unlocked

BATCH = 500
NONE = "-"  # began what was no code word: the enquiry was coarsened
SEALED = ("narrative", "typed_answers", "call_back", "code_word")  # in the order of the digest in the audit log


def seal(apps, schema_editor):
    """Seal and index each word; the vault is opened only where there is one."""
    alias = schema_editor.connection.alias
    enquiries = apps.get_model("enquiries", "Enquiry").objects.using(alias)
    waiting = enquiries.filter(code_word_index=b"").exclude(plain_code_word__startswith=NONE).order_by("pk")
    count, last = waiting.count(), None
    if count:
        unlocked()
    with tqdm(total=count, unit="record", file=sys.stderr, disable=None if count else True) as bar:
        while batch := list(islice(waiting.filter(pk__gt=last) if last else waiting, BATCH)):
            with transaction.atomic(using=alias, savepoint=False):
                _seal(enquiries, batch)
            last = batch[-1].pk
            bar.update(len(batch))


def _seal(enquiries, batch):
    sealed = vault.seal_many([(row, {"code_word": row.plain_code_word}) for row in batch])
    for row, columns in zip(batch, sealed, strict=True):
        row.code_word = columns["code_word"]
        row.code_word_index = vault.index(None, "code_word", row.plain_code_word)
        enquiries.filter(pk=row.pk).update(code_word=row.code_word, code_word_index=row.code_word_index)
    digests = [vault.digest(*(getattr(row, name) for name in SEALED)) for row in batch]
    audit.record_many("text.sealed", targets=batch, by=None, because="migration", digests=digests)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("audit", "0002_chain"), ("enquiries", "0010_room_for_sealed_code_words")]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
