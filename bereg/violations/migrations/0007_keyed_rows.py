from django.db import migrations

from bereg.centres.keyed_rows import put_under_key


class Migration(migrations.Migration):
    dependencies = [("violations", "0006_rows_of_each_centre")]

    operations = [migrations.RunPython(put_under_key("violations", "ViolationEvent"), migrations.RunPython.noop)]
