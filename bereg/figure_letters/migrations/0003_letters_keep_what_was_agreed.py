import json

import django.db.models.deletion
from django.db import migrations, models


def keep_what_was_agreed(apps, schema_editor):
    alias = schema_editor.connection.alias
    letters = apps.get_model('figure_letters', 'FigureLetter').objects.using(alias).select_related('recipient')
    for letter in letters.iterator(chunk_size=100):
        letter.gets = kind_of(letter)
        letter.covers = letter.recipient.covers
        letter.language = letter.recipient.language
        letter.organisation_id = letter.recipient.organisation_id
        letter.save(update_fields=['gets', 'covers', 'language', 'organisation'])


def kind_of(letter):
    # What the letter itself says comes first: its recipient may get something else by now, and exact stays exact.
    signed = json.loads(letter.content) if letter.content else None
    goes_with_a_release, gets = bool(letter.release_id or letter.monthly), letter.recipient.gets
    if signed and 'csv' in signed:
        return 'report'
    if letter.reached and (goes_with_a_release or gets == 'release'):
        return 'indicators'
    if goes_with_a_release:
        return 'release'
    return 'indicators' if signed and gets == 'report' else gets


class Migration(migrations.Migration):

    dependencies = [
        ('figure_letters', '0002_monthly_releases'),
        ('reference', '0004_unpublished_versions'),
    ]

    operations = [
        migrations.AddField(
            model_name='figureletter',
            name='gets',
            field=models.CharField(choices=[('release', 'the published figures'), ('report', 'the exact report'), ('indicators', 'indicators alone: target and reached')], default='report', max_length=16),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='figureletter',
            name='covers',
            field=models.CharField(choices=[('own', 'of this centre'), ('all', 'of all centres')], default='own', max_length=8),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='figureletter',
            name='language',
            field=models.CharField(default='ru', max_length=8),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='figureletter',
            name='organisation',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reference.referenceentry'),
        ),
        migrations.RunPython(keep_what_was_agreed, migrations.RunPython.noop),
    ]
