from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

OPEN = Q(closed_at=None)


def find_last_contacts(apps, schema_editor):
    """Store when the last contact of each began; one that another centre passed on may have none."""
    alias = schema_editor.connection.alias
    links = apps.get_model("enquiries", "EnquiryContact").objects.using(alias).filter(enquiry=OuterRef("pk"))
    last = links.order_by().values("enquiry").annotate(last=Max("contact__started_at")).values("last")
    every = apps.get_model("enquiries", "Enquiry").objects.using(alias)
    every.update(last_contact_at=Coalesce(Subquery(last), F("opened_at")))
    every.filter(last_contact_at__lt=F("opened_at")).update(last_contact_at=F("opened_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0008_indexes_that_hold_what_they_count"),
        ("enquiries", "0026_open_by_an_index_alone"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="enquiry", name="enquiries_open"),
        migrations.RemoveIndex(model_name="enquiry", name="enquiries_open_of_assignee"),
        migrations.AddField("enquiry", "last_contact_at", models.DateTimeField(null=True)),
        migrations.RunPython(find_last_contacts, migrations.RunPython.noop),
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
