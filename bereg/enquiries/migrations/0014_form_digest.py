"""Keep a keyed digest of each form as it was sent first, by which another content under its id is known."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0013_leave_no_code_word")]

    operations = [
        migrations.AddField("enquiry", "form_digest", models.BinaryField(max_length=32, default=b"", blank=True)),
        migrations.AddIndex(
            "enquiry",
            models.Index(fields=["entered_at"], condition=~Q(form_digest=b""), name="enquiries_form_digest"),
        ),
    ]
