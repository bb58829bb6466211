from uuid import uuid5

from django.db import migrations, models


def note_what_grew(apps, schema_editor):
    # Where a contact or a draft has the id that was made without a key, the thread goes on with it until it is gone.
    alias = schema_editor.connection.alias
    threads = apps.get_model('conversations', 'Thread').objects.using(alias)
    standing = [apps.get_model('contacts', 'Contact').objects.using(alias), apps.get_model('enquiries', 'Draft').objects.using(alias)]
    for thread in list(threads.values_list('pk', flat=True)):
        before = uuid5(thread, 'enquiry')
        if any(records.filter(pk=before).exists() for records in standing):
            threads.filter(pk=thread).update(grew_into=before)


class Migration(migrations.Migration):

    dependencies = [
        ('contacts', '0010_letters_and_questions'),
        ('conversations', '0006_waited_before'),
        ('enquiries', '0030_filters_of_each_centre'),
    ]

    operations = [
        migrations.AddField(
            model_name='thread',
            name='grew_into',
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.RunPython(note_what_grew, migrations.RunPython.noop),
    ]
