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
    unreadable = _unreadable(factors.exclude(type="webauthn").values_list("pk", "data"))
    for pk, hashed in people.values_list("pk", "password"):
        people.filter(pk=pk).update(password_proof=proofs.of_password(pk, hashed))
    for pk, user, type, data in factors.exclude(pk__in=unreadable).values_list("pk", "user_id", "type", "data"):
        factors.filter(pk=pk).update(data=data | {proofs.PROOF: proofs.of_factor(user, type, data)})


def _unreadable(sealed):
    """Return the factors that do not open: no program of ours wrote them, so they get no proof.

    Where none opens, the keys are those of another installation, or there are none: raise what the first one raised.
    Nothing is proven then, since nobody would get in any more.
    """
    faults = {}
    for pk, data in sealed:
        try:
            get_adapter().opened(str(data.get("secret") or data.get("seed") or ""))
        except Exception as fault:  # noqa: BLE001 - whatever stands there: it was not written by us
            faults[pk] = fault
    if faults and len(faults) == len(sealed):
        raise next(iter(faults.values()))
    return faults.keys()


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
