"""Chain the audit log. What stood in it waits in `audit_pending` for the first process that has the key."""

import django.utils.timezone
from django.db import migrations, models

from bereg.audit import triggers

COLUMNS = "at, actor, role, action, target_kind, target, because"


def carry_over(apps, schema_editor):
    empty = "x''" if schema_editor.connection.vendor == "sqlite" else "''"
    schema_editor.execute(
        f"INSERT INTO audit_pending ({COLUMNS}, mono, centre, ip_hash, sha256) "
        f"SELECT {COLUMNS}, 0, '', '', {empty} FROM audit_entry ORDER BY id"
    )


def guard(apps, schema_editor):
    triggers.set_up(schema_editor.connection)


def act():
    return [
        ("at", models.DateTimeField(default=django.utils.timezone.now)),
        ("mono", models.BigIntegerField(default=0)),
        ("actor", models.CharField(max_length=64)),
        ("role", models.CharField(max_length=32)),
        ("centre", models.CharField(blank=True, max_length=36)),
        ("action", models.CharField(max_length=64)),
        ("target_kind", models.CharField(max_length=64)),
        ("target", models.CharField(max_length=64)),
        ("because", models.CharField(blank=True, max_length=64)),
        ("ip_hash", models.CharField(blank=True, max_length=32)),
        ("sha256", models.BinaryField(blank=True, default=b"", max_length=32)),
    ]


class Migration(migrations.Migration):

    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Pending",
            fields=[("id", models.BigAutoField(primary_key=True, serialize=False)), *act()],
            options={
                "db_table": "audit_pending",
                "indexes": [models.Index(fields=["target", "at"], name="audit_pending_target")],
            },
        ),
        migrations.RunPython(carry_over),
        migrations.DeleteModel("Entry"),
        migrations.CreateModel(
            name="Entry",
            fields=[
                *act(),
                ("seq", models.BigAutoField(primary_key=True, serialize=False)),
                ("was_pending", models.BooleanField(default=False)),
                ("prev", models.BinaryField(max_length=32)),
                ("mac", models.BinaryField(max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at"], name="audit_at"),
                    models.Index(fields=["target", "at"], name="audit_target"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("seq", models.BigIntegerField()),
                ("mac", models.BinaryField(max_length=32)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="audit_one_head")],
            },
        ),
        migrations.CreateModel(
            name="Segment",
            fields=[
                ("month", models.DateField(primary_key=True, serialize=False)),
                ("first_seq", models.BigIntegerField()),
                ("last_seq", models.BigIntegerField(unique=True)),
                ("last_mac", models.BinaryField(max_length=32)),
                ("signature", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.RunPython(guard),
    ]
