"""Let an entry hold a digest for each sealed field, and be found by what it is about.

The column is as wide as it was: only Django knew of a length. SQLite would rebuild the tables, and lose their triggers.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(name, "sha256", models.BinaryField(blank=True, default=b""))
                for name in ("entry", "pending")
            ]
        ),
        migrations.AddIndex(
            "entry",
            models.Index(fields=["target"], condition=~models.Q(sha256=b""), name="audit_digest"),
        ),
    ]
