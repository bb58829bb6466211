"""Building the demonstration: all of it or nothing, and never among real data."""

import shutil
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from bereg.accounts.demonstration import ACCOUNTS, demonstration_id
from bereg.accounts.queries import ids_of_people
from bereg.audit import triggers
from bereg.centres.queries import all_centres
from bereg.core.concerns import said
from bereg.core.demonstration import mark
from bereg.core.routing import KEYS
from bereg.counting import store
from bereg.demonstration import founding, people, storing, year
from bereg.demonstration.centres import CENTRES
from bereg.vault.unlocking import unlocked_for_demonstration

CENTRE_IDS = frozenset(demonstration_id("centre", plan.code) for plan in CENTRES)
PEOPLE_IDS = frozenset(account.id for account in ACCOUNTS)
# Folders of the data folder that, beside the facts, hold what cases and figures leave behind.
TRACES = ("files", "releases")


class FolderState(Enum):
    """What a data folder and its database hold."""

    NOTHING = auto()
    DEMONSTRATION = auto()
    DEMONSTRATION_AND_MORE = auto()  # somebody added people or centres to it
    SOMETHING_ELSE = auto()


def look() -> FolderState:
    """Tell what is there, without changing anything."""
    recorder = MigrationRecorder(connection)
    if not {("accounts", "0001_initial"), ("centres", "0001_initial")} <= set(recorder.applied_migrations()):
        return FolderState.SOMETHING_ELSE if _has_traces() else FolderState.NOTHING
    centres = frozenset(all_centres().values_list("id", flat=True))
    everybody = ids_of_people()
    if not centres and not everybody:
        return FolderState.SOMETHING_ELSE if _has_traces() else FolderState.NOTHING
    if not centres >= CENTRE_IDS:
        return FolderState.SOMETHING_ELSE
    if centres == CENTRE_IDS and everybody <= PEOPLE_IDS:
        return FolderState.DEMONSTRATION
    return FolderState.DEMONSTRATION_AND_MORE if settings.DEMONSTRATION else FolderState.SOMETHING_ELSE


def build(*, seed: int = year.SEED, begin: Callable[[int], Callable[[int], object]]) -> year.Year:
    """Bring the database up to date and fill it. `begin` is told the number of records and returns what counts them."""
    call_command("migrate", interactive=False, verbosity=0)
    unlocked_for_demonstration()
    made = year.made_up(seed)
    done = begin(len(made.cases) + len(made.astray))
    # One transaction: a demonstration that was interrupted leaves nothing behind, and can be built again.
    with transaction.atomic():
        sites = founding.found()
        people.hire()
        storing.store(made, sites, done)
        # What rooms show of their own, centre by centre; a room builds on what stands in those below it.
        for sample in reversed(list(said("sample", "sample"))):
            for centre in all_centres().order_by("code"):
                sample(centre)
    mark_folder()
    return made


def renew() -> None:
    """Bring what the demonstration has of our own days up to now; again, it changes nothing."""
    unlocked_for_demonstration()
    for each in reversed(list(said("sample", "renew"))):
        for centre in all_centres().order_by("code"):
            each(centre)


def mark_folder() -> None:
    """Make the installation a demonstration. A build that was killed before this line is marked by the next run."""
    mark(Path(settings.DATA), connection.settings_dict)


def clear() -> None:
    """Throw a demonstration away, its figures included."""
    call_command("migrate", interactive=False, verbosity=0)
    with triggers.lifted(connection):  # else the audit log would refuse it
        call_command("flush", interactive=False, verbosity=0)
    call_command("flush", database=KEYS, interactive=False, verbosity=0)
    store.forget()
    shutil.rmtree(Path(settings.DATA) / "files", ignore_errors=True)  # whose keys are gone


def _has_traces() -> bool:
    """Tell whether the data folder belongs to an installation with another database."""
    data = Path(settings.DATA)
    if connection.vendor != "sqlite" and (data / "db.sqlite3").exists():
        return True
    return any(store.files()) or any(path.is_file() for name in TRACES for path in (data / name).rglob("*"))
