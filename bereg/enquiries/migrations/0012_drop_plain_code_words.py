"""Drop the column that held plain code words; no two enquiries share one, as the index tells."""

from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError
from django.db.models import Q


def refuse(apps, schema_editor):
    """Never open what is sealed: only an empty database goes back."""
    if apps.get_model("enquiries", "Enquiry").objects.using(schema_editor.connection.alias).exists():
        raise IrreversibleError("Sealed code words cannot go back into clear.")


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0011_seal_code_words")]

    operations = [
        migrations.RemoveField("enquiry", "plain_code_word"),
        migrations.AddConstraint(
            "enquiry",
            models.UniqueConstraint(
                fields=["code_word_index"], condition=~Q(code_word_index=b""), name="enquiries_one_code_word"
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, refuse),
    ]
