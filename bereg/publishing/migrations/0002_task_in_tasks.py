"""A task that waits while the program is brought up to date finds its module under its new name."""

from django.db import migrations

OLD, NEW = "bereg.publishing.preparing.prepare_release", "bereg.publishing.tasks.prepare_release"


def rename(apps, schema_editor):
    """Rename it in the queue."""
    queue = apps.get_model("django_tasks_database", "DBTaskResult").objects.using(schema_editor.connection.alias)
    queue.filter(task_path=OLD).update(task_path=NEW)


class Migration(migrations.Migration):
    dependencies = [("publishing", "0001_initial"), ("django_tasks_database", "0018_rename_succeeded_status")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
