"""Make room for sealed texts beside the plain ones, which stand aside until they are sealed."""

from django.db import migrations, models

from bereg.vault.classes import Kind
from bereg.vault.fields import SealedField


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0002_assign_to_who_entered"), ("vault", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("enquiry", "enquiries_nothing_without_consent"),
        migrations.RenameField("enquiry", "narrative", "plain_narrative"),
        migrations.RenameField("enquiry", "call_back", "plain_call_back"),
        migrations.RenameField("draft", "fields", "plain_fields"),
        migrations.AddField("enquiry", "narrative", SealedField(kind=Kind.NARRATIVE)),
        migrations.AddField("enquiry", "typed_answers", SealedField(kind=Kind.NARRATIVE)),
        migrations.AddField("enquiry", "call_back", SealedField(kind=Kind.CONTACT, index="call_back_index")),
        migrations.AddField("enquiry", "call_back_index", models.BinaryField(max_length=32, default=b"", blank=True)),
        migrations.AddField("draft", "fields", SealedField(kind=Kind.DRAFT)),
    ]
