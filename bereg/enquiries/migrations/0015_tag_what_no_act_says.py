"""Give unfinished forms, and what a search looks for, a tag that proves who sealed them: no act of theirs says so."""

import bereg.vault.fields
from django.db import migrations, models

TAGGED = (("draft", "fields"), ("textsearch", "needle"))


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0014_form_digest")]

    operations = [
        *(
            migrations.AddField(model, f"{field}_tag", models.BinaryField(blank=True, default=b"", max_length=32))
            for model, field in TAGGED
        ),
        # The columns stay as they are: SQLite would rebuild their tables for nothing.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model,
                    field,
                    bereg.vault.fields.SealedField(blank=True, default=b"", kind="draft", tag=f"{field}_tag"),
                )
                for model, field in TAGGED
            ]
        ),
    ]
