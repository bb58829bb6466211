import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def note_whose_list(apps, schema_editor):
    # Where an event was imported into is known of those that kept their key: it is where they stand.
    standing = apps.get_model("outreach", "OutreachEvent").objects.using(schema_editor.connection.alias)
    standing.filter(import_key__isnull=False).update(imported_into=models.F("centre"))


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0004_distributors"),
        ("outreach", "0004_rows_of_each_centre"),
        ("reference", "0004_unpublished_versions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="outreachevent", name="outreach_row_once"),
        migrations.AddField(
            model_name="outreachevent",
            name="imported_into",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="centres.centre"
            ),
        ),
        migrations.RunPython(note_whose_list, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="outreachevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("import_key__isnull", False)),
                fields=("imported_into", "import_key"),
                name="outreach_row_once",
            ),
        ),
    ]
