"""A writer that is there to be killed, with whoever looks at what it left: `python -m tests.killing`, over BEREG_DATA.

It reads commands from its input and answers in lines. It never opens the database itself: each command runs in a
forked child, which is what a kill hits, so that a start costs milliseconds.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bereg.settings")
django.setup()

from django.db import connection  # noqa: E402

from bereg.accounts.models import User  # noqa: E402
from bereg.accounts.roles import Role  # noqa: E402
from bereg.audit.models import Entry  # noqa: E402
from bereg.centres.models import Centre  # noqa: E402
from bereg.contacts.actions import ContactFields  # noqa: E402
from bereg.contacts.channels import Channel  # noqa: E402
from bereg.contacts.models import Contact  # noqa: E402
from bereg.core.traces import cut_log  # noqa: E402
from bereg.enquiries.actions import Matter, Registration, register_enquiry  # noqa: E402
from bereg.enquiries.models import Enquiry, EnquiryContact  # noqa: E402
from bereg.enquiries.outcomes import Consent  # noqa: E402
from bereg.questionnaire.models import Version  # noqa: E402

CHECKPOINT_EACH = 7
ACTS = {"enquiry.registered", "contact.recorded"}
HEAPS = """
SELECT format('%I', relname), relkind FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = 'public' AND relkind IN ('r', 'i')
"""


def say(word: str, more: object = "") -> None:
    """Write one line in one piece, past every buffer: what is written has arrived even if we die at once."""
    os.write(1, f"{word} {more}\n".encode())


def prepare() -> None:
    """Make one centre with one operator."""
    from bereg.centres.actions import create_centre
    from bereg.questionnaire.actions import publish_standard

    publish_standard()
    create_centre(code="moscow", prefix="MSK", names={"en": "Moscow"}, country="RU", time_zone="UTC", by=None)
    User.objects.create(username="operator-04", name="Operator 04", role=Role.OPERATOR, language="en")


def write() -> None:
    """Register enquiries until killed; say the id of each once it is stored."""
    centre, by, version = Centre.objects.get(), User.objects.get(), Version.objects.get()
    say("writing")
    for number in count(1):
        contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
        story = "A story of a debt that grew. " * (number % 50 + 1)
        matter = Matter(Consent.YES, ("quota",), {"gender": "female"}, narrative=story, call_back="after six")
        registration = Registration(contact, matter, version, id=uuid4())
        register_enquiry(registration=registration, by=by)
        say("stored", registration.id)
        if number % CHECKPOINT_EACH == 0:
            cut_log()


def check(acknowledged: set[UUID]) -> None:
    """Say what is lost, what is half there, and whether the files are whole."""
    links = dict(EnquiryContact.objects.values_list("enquiry_id", "contact_id"))
    acts: dict[str, set[str]] = {}
    for target, act in Entry.objects.filter(action__in=ACTS).values_list("target", "action"):
        acts.setdefault(target, set()).add(act)
    rows = {row["id"]: row for row in Enquiry.objects.values()}
    contacts = set(Contact.objects.values_list("pk", flat=True))
    half = [str(pk) for pk, row in rows.items() if not _is_whole(row, links.get(pk), contacts, acts)]
    half += [str(pk) for pk in contacts - set(links.values())]
    lost = [str(pk) for pk in acknowledged - rows.keys()]
    say("found", json.dumps({"count": len(rows), "lost": lost, "half": half, "damage": list(_damage())}))


def _is_whole(row: Mapping[str, Any], contact: UUID | None, contacts: set[UUID], acts: dict[str, set[str]]) -> bool:
    return (
        contact in contacts
        and "enquiry.registered" in acts.get(str(row["id"]), set())
        and "contact.recorded" in acts.get(str(contact), set())
        and bool(row["narrative"] and row["call_back"] and row["number"] and row["code_word"])
        and _has_keys(row)
    )


def _has_keys(row: Mapping[str, Any]) -> bool:
    if isinstance(row["narrative"], str):
        return True  # nothing of it is sealed
    from bereg.vault.models import Key

    return Key.objects.filter(record=row["id"]).exists()


def _damage() -> Iterator[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = [line for (line,) in cursor.execute("PRAGMA integrity_check").fetchall()]
            yield from (line for line in found if line != "ok")
            yield from map(str, cursor.execute("PRAGMA foreign_key_check").fetchall())
            return
        cursor.execute("CREATE EXTENSION IF NOT EXISTS amcheck")  # what pg_amcheck calls
        cursor.execute(HEAPS)
        for name, kind in cursor.fetchall():
            if kind == "r":
                cursor.execute("SELECT * FROM verify_heapam(%s::regclass)", [name])
                yield from map(str, cursor.fetchall())
            else:
                cursor.execute("SELECT bt_index_check(%s::regclass, true)", [name])


def in_a_child(work: Callable[[], None]) -> None:
    """Run it in a process of its own; say who it is, and when it is no more."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            sys.stderr.flush()
            connection.close()
            os._exit(code)
    say("child", child)
    _, status = os.waitpid(child, 0)
    say("over", os.waitstatus_to_exitcode(status))


def main() -> None:
    """Obey until the input ends."""
    for line in sys.stdin:
        command, _, rest = line.strip().partition(" ")
        if command == "check":
            known = {UUID(each) for each in rest.split()}
            in_a_child(lambda: check(known))  # noqa: B023 - it runs at once
        else:
            in_a_child({"prepare": prepare, "write": write}[command])


if __name__ == "__main__":
    main()
