"""Keep a small database of this version among the tests' data: `python -m tools.keep_database NAME`.

Done at each release, for tests/test_older_databases.py. What it holds is invented, and the passphrase of its root key
stands here.
"""

import os
import sys
import tarfile
import tempfile
from pathlib import Path

PASSPHRASE = "a passphrase that protects nothing"  # noqa: S105
FOLDER = Path(__file__).parents[1] / "tests" / "data" / "databases"
FILES = ("db.sqlite3", "keys/keys.sqlite3", "keys/root.age")
# Words that no program puts anywhere by itself, so that they can be looked for.
TOLD, WAY, UNFINISHED = "Mark-of-what-was-told", "after six: 8 916 000-00-16", "Mark-of-a-draft"
COUNT = 5


def fill() -> None:
    """Register some enquiries at one centre, close one, and leave a form unfinished."""
    from uuid import uuid4

    from django.utils import timezone

    from bereg.accounts.models import User
    from bereg.accounts.roles import Role
    from bereg.centres.actions import create_centre
    from bereg.centres.models import Membership
    from bereg.contacts.actions import ContactFields
    from bereg.contacts.channels import Channel
    from bereg.enquiries.actions import close_enquiry
    from bereg.enquiries.drafts import save_draft
    from bereg.enquiries.outcomes import Consent
    from bereg.enquiries.registration import Matter, Registration, register_enquiry
    from bereg.questionnaire.publishing import publish_standard

    version = publish_standard()
    names = {"en": "Moscow", "ru": "Москва"}
    centre = create_centre(code="moscow", prefix="MSK", names=names, country="RU", time_zone="Europe/Moscow", by=None)
    by = User.objects.create(username="operator-04", name="Operator 04", role=Role.OPERATOR, language="en")
    Membership.objects.create(user=by, centre=centre)
    for number in range(COUNT):
        matter = Matter(
            Consent.YES, ("quota",), {"gender": "female"}, narrative=f"{TOLD} {number}.", call_back=f"{WAY} ({number})"
        )
        contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
        enquiry = register_enquiry(registration=Registration(contact, matter, version), by=by)
    close_enquiry(enquiry=enquiry, by=by)
    save_draft(id=uuid4(), centre=centre, enquiry=None, consent=Consent.YES, fields={"narrative": [UNFINISHED]}, by=by)


def main(name: str) -> None:
    """Build the database in a folder of its own and pack it."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        os.environ |= {"BEREG_DATA": folder, "BEREG_DATABASE": "", "BEREG_KEYS_DATABASE": "", "BEREG_LANGUAGE": "en"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "bereg.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        from bereg.vault import keyring
        from bereg.vault.tests import cheap

        call_command("migrate", verbosity=0)
        cheap.place(data, PASSPHRASE)
        keyring.unlock(PASSPHRASE)
        keyring.hand_out()
        fill()
        for each in connections.all():
            each.cursor().execute("VACUUM")
        connections.close_all()  # which empties the logs into the files
        pack(data, FOLDER / f"{name}.tar.xz")


def pack(data: Path, file: Path) -> None:
    """Pack the files of a data folder that a backup takes too; those that there are."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tarfile.open(file, "w:xz", preset=9) as packed:
        for name in FILES:
            if (data / name).exists():
                packed.add(data / name, name)
    print(f"{file}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
