from django.db import migrations

from bereg.centres.keyed_rows import put_under_key


class Migration(migrations.Migration):
    dependencies = [("contacts", "0010_letters_and_questions")]

    operations = [migrations.RunPython(put_under_key("contacts", "Contact"), migrations.RunPython.noop)]
