from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

OPEN = Q(closed_at=None)


class Migration(migrations.Migration):
    dependencies = [
        ("enquiries", "0027_last_contact"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="enquiry", name="enquiries_open"),
        migrations.RemoveIndex(model_name="enquiry", name="enquiries_open_of_assignee"),
        migrations.AlterField("enquiry", "last_contact_at", models.DateTimeField()),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(
                fields=[
                    "centre",
                    "-opened_at",
                    "id",
                    "urgency",
                    "last_contact_at",
                    "assignee",
                    "changed_at",
                    "closed_at",
                ],
                condition=OPEN,
                name="enquiries_open",
            ),
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(
                fields=["assignee", "centre", "-opened_at", "id", "urgency", "last_contact_at", "closed_at"],
                condition=OPEN,
                name="enquiries_open_of_assignee",
            ),
        ),
    ]
