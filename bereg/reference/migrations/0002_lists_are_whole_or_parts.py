from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reference', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='sourcelist',
            name='is_whole',
            field=models.BooleanField(default=True),
        ),
    ]
