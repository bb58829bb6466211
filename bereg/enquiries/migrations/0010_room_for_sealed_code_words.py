"""Make room for sealed code words beside the plain ones, which stand aside until they are sealed."""

from django.db import migrations, models

from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0009_unopened_texts")]

    operations = [
        migrations.RenameField("enquiry", "code_word", "plain_code_word"),
        migrations.AddField("enquiry", "code_word", SealedField(kind=Kind.CODE_WORD)),
        migrations.AddField("enquiry", "code_word_index", models.BinaryField(max_length=32, default=b"", blank=True)),
    ]
