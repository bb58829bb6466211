from zoneinfo import ZoneInfo

from django.db import migrations, models
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest


def find_last_contacts(apps, schema_editor):
    """Store when the last contact of each began; one that another centre passed on may have none.

    Of those of which the month alone is left, a younger contact tells no more than its month either.
    """
    alias = schema_editor.connection.alias
    links = apps.get_model("enquiries", "EnquiryContact").objects.using(alias).filter(enquiry=OuterRef("pk"))
    last = links.order_by().values("enquiry").annotate(last=Max("contact__started_at")).values("last")
    began = Greatest("opened_at", Coalesce(Subquery(last), "opened_at"))
    every = apps.get_model("enquiries", "Enquiry").objects.using(alias)
    every.exclude(code_word_index=b"").update(last_contact_at=began)
    coarse = list(every.filter(code_word_index=b"").annotate(began=began).only("centre_id"))
    zones = dict(apps.get_model("centres", "Centre").objects.using(alias).values_list("pk", "time_zone"))
    for each in coarse:
        there = each.began.astimezone(ZoneInfo(zones[each.centre_id]))
        each.last_contact_at = there.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    every.bulk_update(coarse, ["last_contact_at"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0004_distributors"),
        ("contacts", "0008_indexes_that_hold_what_they_count"),
        ("enquiries", "0026_open_by_an_index_alone"),
    ]

    operations = [
        migrations.AddField("enquiry", "last_contact_at", models.DateTimeField(null=True)),
        migrations.RunPython(find_last_contacts, migrations.RunPython.noop),
    ]
