"""What a session holds is bound to it from here on; those that were open end, as their keys open nothing any more."""

from django.db import migrations


def end_sessions(apps, schema_editor):
    apps.get_model("accounts", "Session").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_proofs_of_links"),
    ]

    operations = [
        migrations.RunPython(end_sessions, migrations.RunPython.noop),
    ]
