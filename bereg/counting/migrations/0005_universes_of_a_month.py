"""Which universes a closed month counts: until now each counted these two."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("statistics", "0004_rooms_of_their_own")]

    operations = [
        migrations.AddField(
            "month",
            "universes",
            models.TextField(blank=True, default="enquiries contacts"),
            preserve_default=False,
        ),
    ]
