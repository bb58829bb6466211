"""Give every enquiry that stands already to who entered it: from now on the one responsible corrects it."""

from django.db import migrations, models


def assign(apps, schema_editor):
    enquiries = apps.get_model("enquiries", "Enquiry").objects.using(schema_editor.connection.alias)
    enquiries.filter(assignee=None).exclude(entered_by=None).update(assignee=models.F("entered_by"))


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial")]

    operations = [migrations.RunPython(assign, migrations.RunPython.noop, elidable=True)]
