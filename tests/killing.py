"""A writer that is there to be killed, with whoever looks at what it left: `python -m tests.killing`, over BEREG_DATA.

It reads commands from its input and answers in lines. It never opens the database itself: each command runs in a
forked child, which is what a kill hits, so that a start costs milliseconds. What is slow to load and to read, and knows
no database, is there before.
"""

import gc
import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import django
import pytest
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bereg.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import close_old_connections, connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from bereg.accounts.models import User  # noqa: E402
from bereg.accounts.roles import Role  # noqa: E402
from bereg.audit import chain  # noqa: E402
from bereg.audit.models import ChainedAct  # noqa: E402
from bereg.audit.queries import verify  # noqa: E402
from bereg.centres.actions import create_centre  # noqa: E402
from bereg.centres.models import Centre  # noqa: E402
from bereg.contacts.actions import ContactFields  # noqa: E402
from bereg.contacts.channels import Channel  # noqa: E402
from bereg.contacts.models import Contact  # noqa: E402
from bereg.core import disk_space as space  # noqa: E402
from bereg.core.databases import assert_migrated, assert_safe  # noqa: E402
from bereg.core.secure_delete import cut_log  # noqa: E402
from bereg.core.text_normalisation import normalise  # noqa: E402
from bereg.enquiries.models import Enquiry, EnquiryContact  # noqa: E402
from bereg.enquiries.outcomes import Consent  # noqa: E402
from bereg.enquiries.registration import Matter, Registration, register_enquiry  # noqa: E402
from bereg.questionnaire.models import Version  # noqa: E402
from bereg.questionnaire.parse import parse_text  # noqa: E402
from bereg.questionnaire.publishing import publish_standard, standard_source  # noqa: E402
from bereg.vault import keyring, opening  # noqa: E402
from bereg.vault.tests import cheap  # noqa: E402
from conftest import AUDIT_KEY, ROOT_KEY, make_user  # noqa: E402
from tests.killing_load import CHECKPOINT_EACH, CLIENTS, FORMS_EACH, REFUSALS, say  # noqa: E402

ACTS = {"enquiry.registered", "contact.recorded"}
HEAPS = """
SELECT format('%I', relname), relkind FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
LEFT JOIN pg_am ON pg_am.oid = relam
WHERE nspname = 'public' AND (relkind = 'r' OR relkind = 'i' AND amname = 'btree')
"""


def prepare() -> None:
    """Make one centre with one operator."""
    keyring.unlock_with(ROOT_KEY)
    publish_standard()
    names = {"en": "Moscow", "ru": "Москва"}
    centre = create_centre(code="moscow", prefix="MSK", names=names, country="RU", time_zone="UTC", by=None)
    make_user(centre, Role.OPERATOR, "Operator 04")


def write(times: int | None = None) -> None:
    """Register enquiries, until killed or so many; say the id of each once it is stored."""
    centre, by, version = Centre.objects.get(), User.objects.get(), Version.objects.get()
    say("writing")
    for number in range(1, times + 1) if times else count(1):
        contact = ContactFields(centre=centre, channel=Channel.PHONE, started_at=timezone.now())
        story = "A story of a debt that grew. " * (number % 50 + 1)
        matter = Matter(Consent.YES, ("quota",), {"gender": "female"}, narrative=story, call_back="after six")
        registration = Registration(contact, matter, version, id=uuid4())
        register_enquiry(registration=registration, by=by)
        say("stored", registration.id)
        if number % CHECKPOINT_EACH == 0 and not times:
            cut_log()


def _browser() -> Client:
    browser = Client(SERVER_NAME="localhost", raise_request_exception=False)
    browser.force_login(User.objects.get())
    return browser


def _send(browser: Client, pk: UUID, story: str) -> bool:
    """Send the real form; tell whether it was called saved. Anything but "saved" or "not saved" is said as wrong."""
    told = {"consent": "yes", "channel": "phone", "a-gender": "female", "narrative": story, "call_back": "after six"}
    answer = browser.post(reverse("desk:form", args=[pk]), told)
    if answer.status_code == 302 and str(pk) in answer.headers["Location"]:
        return True
    if answer.status_code != 503 or b"Not saved" not in answer.content:
        say("wrong", answer.status_code)
    return False


def fill() -> None:
    """Send forms until the disk has refused many; say what was stored, and when staff were first warned."""
    space.LOOKED_EACH_S = 0
    browser, refused, warned = _browser(), 0, False
    while refused < REFUSALS:
        if not warned and not refused and b"The disk is nearly full" in browser.get(reverse("desk:today")).content:
            warned = True
            say("warned", space.space_of(settings.DATA).percent)
        pk = uuid4()
        if _send(browser, pk, "A long story. " * (4_000 if refused < REFUSALS / 2 else 10)):
            say("stored", pk)
        else:
            refused += 1
            say("refused", refused)


def storm() -> None:
    """Let many clients send forms at once, each form again until it is saved."""
    say("writing")
    with ThreadPoolExecutor(CLIENTS) as pool:
        waits = list(pool.map(lambda _: _client(), range(CLIENTS)))
    say("waited", max(waits))


def _client() -> float:
    """Send some forms; return the longest that one had to be sent again and again, in seconds."""
    browser, longest = None, 0.0
    for _ in range(FORMS_EACH):
        pk, begun = uuid4(), 0.0
        while True:
            try:
                browser = browser or _browser()
                if _send(browser, pk, "A story."):
                    break
            except Exception as problem:  # signing in met the restart
                say("again", type(problem).__name__)
            begun = begun or time.monotonic()
            close_old_connections()  # as the server does between requests
            time.sleep(0.05)
        longest = max(longest, time.monotonic() - begun if begun else 0.0)
        say("stored", pk)
    connection.close()
    return longest


def check(acknowledged: set[UUID]) -> None:
    """Say what is lost, what is half there, and whether the files are whole."""
    links = dict(EnquiryContact._base_manager.values_list("enquiry_id", "contact_id"))
    acts: dict[str, set[str]] = {}
    for target, act in ChainedAct.objects.filter(action__in=ACTS).values_list("target", "action"):
        acts.setdefault(target, set()).add(act)
    rows = {row["id"]: row for row in Enquiry._base_manager.values()}
    contacts = set(Contact._base_manager.values_list("pk", flat=True))
    half = [str(pk) for pk, row in rows.items() if not _is_whole(row, links.get(pk), contacts, acts)]
    half += [str(pk) for pk in contacts - set(links.values())]
    lost = [str(pk) for pk in acknowledged - rows.keys()]
    say("found", json.dumps({"count": len(rows), "lost": lost, "half": half, "damage": list(_damage())}))


def look() -> None:
    """Check what `bereg serve` does at its start; say which texts do not open, and what the audit log lacks."""
    if connection.vendor == "sqlite":  # a test's PostgreSQL is not set up to be served from
        assert_safe()
    assert_migrated()
    keyring.check_root()
    tried = opening.try_all(lambda _done: None)
    damages = [str(each) for each in verify().damages]
    say("looked", json.dumps({"opened": tried.opened, "closed": tried.failed, "damages": damages}))


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
    gc.freeze()  # no child looks for garbage among what all have in common, and copies it by that
    child = os.fork()
    if child == 0:
        code = 1
        try:
            say("child", os.getpid())  # by itself, so that nothing that it says comes before
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            connection.close()
            os._exit(code)
    _, status = os.waitpid(child, 0)
    say("over", os.waitstatus_to_exitcode(status))


def _of_releases(command: str, rest: str) -> Callable[[], None]:
    from tests import killing_releases  # slow to load: by the parent, once, and only where it is wanted

    known = {UUID(each) for each in rest.split()}
    works = {"prepare_figures": killing_releases.prepare_figures, "release": killing_releases.release}
    return works.get(command, lambda: killing_releases.check(known))


def _of_closings(command: str, rest: str) -> Callable[[], None]:
    from tests import killing_closings  # as above

    works = {"record_a_month": killing_closings.record_a_month, "check_closing": killing_closings.check}
    return works.get(command, lambda: killing_closings.close(rest))


def _of_letters(command: str, rest: str) -> Callable[[], None]:
    from tests import killing_letters  # as above

    if command == "begin_letter":
        return lambda: killing_letters.begin(rest)
    if command == "do_letter":
        act, subject, write = rest.split()
        return lambda: killing_letters.do(act, subject, int(write))
    return {"prepare_letters": killing_letters.prepare_letters, "check_letters": killing_letters.check}[command]


def main() -> None:
    """Obey until the input ends."""
    keyring.unlock_with(ROOT_KEY)
    chain.use_key(AUDIT_KEY)
    cheap.secrets(pytest.MonkeyPatch())
    parse_text(normalise(standard_source()))  # it is kept, and each child that publishes it has it
    for line in sys.stdin:
        command, _, rest = line.strip().partition(" ")
        if command == "check":
            known = {UUID(each) for each in rest.split()}
            in_a_child(lambda: check(known))  # noqa: B023 - it runs at once
        elif command in {"prepare_figures", "release", "check_releases"}:
            in_a_child(_of_releases(command, rest))
        elif command in {"record_a_month", "close_month", "check_closing"}:
            in_a_child(_of_closings(command, rest))
        elif command.endswith(("_letter", "_letters")):
            in_a_child(_of_letters(command, rest))
        elif command == "write" and rest:
            in_a_child(lambda: write(int(rest)))  # noqa: B023 - it runs at once
        else:
            in_a_child({"prepare": prepare, "write": write, "fill": fill, "storm": storm, "look": look}[command])


if __name__ == "__main__":
    main()
