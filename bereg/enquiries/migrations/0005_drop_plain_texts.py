"""Drop the columns that held plain texts, empty by now; without consent the database refuses sealed ones too."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0004_seal_what_stands")]

    operations = [
        migrations.RemoveField("enquiry", "plain_narrative"),
        migrations.RemoveField("enquiry", "plain_call_back"),
        migrations.RemoveField("draft", "plain_fields"),
        migrations.AddConstraint(
            "enquiry",
            models.CheckConstraint(
                condition=Q(consent="yes")
                | Q(
                    answers={},
                    narrative=b"",
                    typed_answers=b"",
                    call_back=b"",
                    call_back_index=b"",
                    outcome="",
                    urgency="normal",
                ),
                name="enquiries_nothing_without_consent",
            ),
        ),
        migrations.AddIndex(
            "enquiry",
            models.Index(
                fields=["centre", "call_back_index"],
                condition=~Q(call_back_index=b""),
                name="enquiries_call_back",
            ),
        ),
    ]
