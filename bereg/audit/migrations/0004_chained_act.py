from django.db import migrations


class Migration(migrations.Migration):
    """The record got a name that no other has; its table keeps the old one, and so do the triggers upon it."""

    dependencies = [("audit", "0003_digests_of_fields")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Entry", "ChainedAct"),
                migrations.AlterModelTable("ChainedAct", "audit_entry"),
            ]
        )
    ]
