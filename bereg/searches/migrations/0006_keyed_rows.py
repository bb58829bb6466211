from django.db import migrations

from bereg.centres.keyed_rows import put_under_key


class Migration(migrations.Migration):
    dependencies = [("searches", "0005_taken_back_under_a_hold")]

    operations = [migrations.RunPython(put_under_key("searches", "SearchEvent"), migrations.RunPython.noop)]
