from django.db import migrations

from bereg.centres.keyed_rows import put_under_key


class Migration(migrations.Migration):
    dependencies = [("outreach", "0005_whose_list")]

    operations = [migrations.RunPython(put_under_key("outreach", "OutreachEvent"), migrations.RunPython.noop)]
