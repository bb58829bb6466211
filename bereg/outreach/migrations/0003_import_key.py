from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0002_handed_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="outreachevent",
            name="import_key",
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
    ]
