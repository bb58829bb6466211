"""A task that waits while the program is brought up to date finds its module under its new name."""

from django.db import migrations

OLD, NEW = "bereg.enquiries.searching.search_texts", "bereg.enquiries.text_search.search_texts"


def rename(apps, schema_editor):
    """Rename it in the queue."""
    queue = apps.get_model("django_tasks_database", "DBTaskResult").objects.using(schema_editor.connection.alias)
    queue.filter(task_path=OLD).update(task_path=NEW)


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0030_filters_of_each_centre"), ("django_tasks_database", "0018_rename_succeeded_status")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
