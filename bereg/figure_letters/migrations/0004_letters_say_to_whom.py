import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    # By itself: PostgreSQL alters no table in the transaction in which its rows were changed.

    dependencies = [
        ('figure_letters', '0003_letters_keep_what_was_agreed'),
    ]

    operations = [
        migrations.AlterField(
            model_name='figureletter',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.referenceentry'),
        ),
    ]
