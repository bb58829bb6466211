from django.db import migrations


class Migration(migrations.Migration):
    """Notes of signals and preparations of releases belong to other rooms now; their tables stay as they are."""

    dependencies = [("statistics", "0003_month_digest_preparation")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel("SignalNote"), migrations.DeleteModel("Preparation")]
        ),
    ]
