from django.db import migrations

from bereg.centres.keyed_rows import put_under_key


class Migration(migrations.Migration):
    dependencies = [("referrals", "0004_rows_of_each_centre")]

    operations = [migrations.RunPython(put_under_key("referrals", "ReferralIn", "ReferralOutcome"), migrations.RunPython.noop)]
