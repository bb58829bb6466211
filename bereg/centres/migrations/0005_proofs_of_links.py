"""Each invitation gets a proof, and those that are open are taken for ours: nobody loses one."""

import datetime as dt

from allauth.mfa.adapter import get_adapter
from django.db import migrations, models
from django.utils import timezone

from bereg.accounts import proofs


def prove_open_links(apps, schema_editor):
    alias = schema_editor.connection.alias
    links = apps.get_model("centres", "Invitation").objects.using(alias)
    factors = apps.get_model("mfa", "Authenticator").objects.using(alias).exclude(type="webauthn")
    for each in links.filter(used_at=None, expires_at__gt=timezone.now()):
        # Under other keys than those of this installation nothing is proven.
        for data in factors.values_list("data", flat=True):
            get_adapter().opened(str(data.get("secret") or data.get("seed") or ""))
        until = each.expires_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
        opens = [str(each.pk), each.secret_hash, until, str(each.centre_id), each.role, str(each.invited_by_id)]
        links.filter(pk=each.pk).update(proof=proofs.of_link("centres.invitation", opens))


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0004_distributors"),
        ("accounts", "0013_proofs_of_links"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="proof",
            field=models.CharField(default="", editable=False, max_length=80),
        ),
        migrations.RunPython(prove_open_links, migrations.RunPython.noop),
    ]
