"""Each password and second factor gets a proof, and those that stand are taken for ours: nobody can tell by now.

Whatever stands without a proof later was planted. So this is never done again but for a database of before.
"""

from allauth.mfa.adapter import get_adapter
from django.db import migrations, models

from bereg.accounts import proofs


def prove_what_stands(apps, schema_editor):
    alias = schema_editor.connection.alias
    people = apps.get_model("accounts", "User").objects.using(alias)
    factors = apps.get_model("mfa", "Authenticator").objects.using(alias)
    # Under other keys than those of this installation nothing is proven: nobody would get in any more.
    for data in factors.exclude(type="webauthn").values_list("data", flat=True):
        get_adapter().opened(str(data.get("secret") or data.get("seed") or ""))
    for pk, hashed in people.values_list("pk", "password"):
        people.filter(pk=pk).update(password_proof=proofs.of_password(pk, hashed))
    for pk, user, type, data in factors.values_list("pk", "user_id", "type", "data"):
        factors.filter(pk=pk).update(data=data | {proofs.PROOF: proofs.of_factor(user, type, data)})


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_ties"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="password_proof",
            field=models.CharField(default="", editable=False, max_length=80),
        ),
        migrations.RunPython(prove_what_stands, migrations.RunPython.noop),
    ]
