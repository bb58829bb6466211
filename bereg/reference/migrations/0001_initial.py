

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SourceList',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=16)),
                ('source', models.CharField(max_length=200)),
                ('as_of', models.DateField()),
                ('taken_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('added', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('gone', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('taken_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='ReferenceEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=16)),
                ('key', models.CharField(blank=True, max_length=128)),
                ('state', models.CharField(choices=[('written', 'being written'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='written', max_length=16)),
                ('number', models.PositiveIntegerField(default=0)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seen_in', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='reference.sourcelist')),
            ],
            options={
                'verbose_name_plural': 'entries',
            },
        ),
        migrations.CreateModel(
            name='EntryVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('checked_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('language', models.CharField(max_length=8)),
                ('texts', models.JSONField()),
                ('content', models.JSONField(default=dict)),
                ('is_public', models.BooleanField(default=False)),
                ('audiences', models.JSONField(default=list)),
                ('topics', models.JSONField(default=list)),
                ('regions', models.JSONField(default=list)),
                ('source', models.CharField(blank=True, max_length=300)),
                ('as_of', models.DateField(null=True)),
                ('law_from', models.DateField(null=True)),
                ('law_to', models.DateField(null=True)),
                ('review_by', models.DateField(null=True)),
                ('leaves_on', models.DateField(null=True)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('checker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to="reference.referenceentry")),
                ('publisher', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddField(
            model_name='referenceentry',
            name='published',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to="reference.entryversion"),
        ),
        migrations.CreateModel(
            name='ErrorReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('wrong', models.CharField(choices=[('number', 'nobody answers there'), ('outdated', 'no longer true'), ('unclear', 'cannot be understood'), ('other', 'something else')], max_length=16)),
                ('reported_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('settled_at', models.DateTimeField(null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to="reference.referenceentry")),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('settled_at', None)), fields=['entry'], name='reference_open_reports')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('entry', 'number', 'wrong'), name='reference_reported_once')],
            },
        ),
        migrations.AddIndex(
            model_name='sourcelist',
            index=models.Index(fields=['kind', '-as_of'], name='reference_lists_of_kind'),
        ),
        migrations.AddIndex(
            model_name='entryversion',
            index=models.Index(fields=['review_by'], name='reference_review_by'),
        ),
        migrations.AddConstraint(
            model_name='entryversion',
            constraint=models.UniqueConstraint(fields=('entry', 'number'), name='reference_version_number'),
        ),
        migrations.AddIndex(
            model_name='referenceentry',
            index=models.Index(fields=['kind', 'state'], name='reference_of_kind'),
        ),
        migrations.AddConstraint(
            model_name='referenceentry',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('kind', 'key'), name='reference_one_of_a_key'),
        ),
        migrations.AddConstraint(
            model_name='referenceentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('published__isnull', False), _connector='OR'), name='reference_published_is_a_version'),
        ),
    ]
