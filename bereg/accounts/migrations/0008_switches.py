import django.utils.timezone
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def leave_alone_who_works_already(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """An installation where people work was set up without the guided page, and needs none."""
    if apps.get_model("accounts", "User").objects.exists():
        apps.get_model("accounts", "Switch").objects.create(name="setting_up.dismissed")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_notice_mailed_at")]

    operations = [
        migrations.CreateModel(
            name="Switch",
            fields=[
                ("name", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name="user",
            name="own_role",
            field=models.CharField(
                blank=True,
                default="",
                max_length=16,
                choices=[
                    ("operator", "operator"),
                    ("lawyer", "lawyer"),
                    ("psychologist", "psychologist"),
                    ("supervisor", "supervisor"),
                    ("analyst", "analyst"),
                    ("publisher", "publisher"),
                    ("intern", "intern"),
                    ("admin", "administrator"),
                ],
            ),
            preserve_default=False,
        ),
        migrations.RunPython(leave_alone_who_works_already, migrations.RunPython.noop),
    ]
