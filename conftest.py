"""What the tests of every room share. All people and centres are plainly invented."""

import datetime as dt
import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import hypothesis
import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import Client
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from bereg.accounts import session_keys
from bereg.accounts.models import Session, User
from bereg.accounts.roles import Role
from bereg.audit import chain, triggers
from bereg.centres.kinds import LineKind
from bereg.centres.models import Centre, Line, Membership
from bereg.core import row_access
from bereg.vault import keyring
from tests import databases, demonstration, factors, serving
from tests.shared import SHARED

# What is made while tests are collected stays: looking for garbage in it takes two fifths of that time.
gc.disable()
PASSWORD = factors.PASSWORD
ROOT_KEY = bytes(range(32))
AUDIT_KEY = bytes(range(32))


def make_user(centre: Centre | None, role: Role, name: str, *, second_factor: bool = True) -> User:
    """Create somebody who works at a centre, with an authenticator app, as nobody works without."""
    user = User(username=name.lower().replace(" ", "-"), name=name, role=role, language="en")
    user.set_password(PASSWORD)
    user.save()
    if centre:
        Membership.objects.create(user=user, centre=centre)
    if second_factor:
        factors.give_app(user)
    return user


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all processes of this run share, in the process that starts the others: `make test` has one.

    Made-up data are the same each time, and no test is timed: neither luck nor a busy machine fails one. The long runs
    look for what is new.
    """
    is_same = config.option.markexpr != "torture"
    hypothesis.settings.register_profile("bereg", deadline=None, derandomize=is_same)
    hypothesis.settings.load_profile("bereg")
    if SHARED not in os.environ:
        os.environ[SHARED] = tempfile.mkdtemp(prefix="bereg_run_")
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(SHARED)))
    if not hasattr(config, "workerinput"):
        config.add_cleanup(lambda: demonstration.forget_patterns(Path(os.environ[SHARED])))


def pytest_collection_finish() -> None:
    """Let the collector of garbage leave alone what stays to the end: a tenth of the time went into walking over it.

    All modules and tests are loaded by now. What a test leaves behind is collected as before, only less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
    gc.enable()


# Whether what no database changes is skipped. Of two runs the second leaves out more: tests/leaving_out.py.
IS_REPEATED = bool(os.environ.get("BEREG_DATABASE")) and not os.environ.get("BEREG_TEST_ALL")
# By these a test without Django's test database makes databases of its own, of the kind that the others run on.
MAKING_DATABASES = {"installation", "writing"}


# Files that take a process a minute or more: they come first, so that at the end no core waits for one of them.
LONG = {
    "bench",
    "attack_a_publication",
    "watch_signals",
    "serve",
    "surfaces",
    "refuse_in_one_line",
    "sqlite_to_postgresql",
    "reference_figures",
    "recovery",
    "demo",
    "scope_matrix",
    "access_matrix",
    "hostile_text",
    "hostile_requests",
    "erased_stays_erased",
    "older_databases",
    "danger",
    "accessibility",
    "desk_keys",
    "public_figures",
}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Let every test that uses the database use both: the records and the keys. Begin with the long files."""
    fixtures = {"db", "transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}
    for item in items:
        marked = item.get_closest_marker("django_db")
        has_database = bool(marked) or not fixtures.isdisjoint(getattr(item, "fixturenames", ()))
        if has_database:
            wanted = {"databases": ["default", "keys"], **(marked.kwargs if marked else {})}
            item.add_marker(pytest.mark.django_db(**wanted), append=False)
        once = item.get_closest_marker("once")
        if not (once or has_database or _makes_databases(item)):
            item.add_marker(pytest.mark.once("it uses no database"))
            once = item.get_closest_marker("once")
        if IS_REPEATED and once:
            item.add_marker(pytest.mark.skip(reason=f"tried on SQLite, and the same here: {once.args[0]}"))
    yield  # pytest-django puts those without a database last
    items.sort(key=lambda item: item.path.stem.removeprefix("test_") not in LONG)


def _makes_databases(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and not MAKING_DATABASES.isdisjoint(vars(item.module))


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_keepdb: bool,
    django_db_blocker: Any,
) -> Iterator[None]:
    """Copy databases that are up to date: to bring new ones there takes each process many seconds."""
    with django_db_blocker.unblock():
        databases.make(keeps=django_db_keepdb)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            databases.remove()


def unlock() -> None:
    """Unlock the vault, whose keys are made when they are first needed, in a process that has the key of the log."""
    keyring.unlock_with(ROOT_KEY)
    keyring._hold("audit:-", AUDIT_KEY)  # the key that every test begins with, also for a command that hands it out
    chain.use_key(AUDIT_KEY)


@pytest.fixture(autouse=True)
def unlocked() -> Iterator[None]:
    """An unlocked vault."""
    unlock()
    yield
    keyring.lock()


@pytest.fixture
def lock_once_signed_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let the next request lose the keys as soon as it knows whose it is: without any it would know nobody."""
    opened = session_keys.read

    def then_lock(session: Session) -> dict[str, Any]:
        held = opened(session)
        keyring.lock()
        return held

    return lambda: monkeypatch.setattr(session_keys, "read", then_lock)


@pytest.fixture(autouse=True)
def _audit_key(unlocked: None) -> Iterator[None]:
    """Let every test begin in a process that has the key of the log."""
    chain.use_key(AUDIT_KEY)
    yield
    chain.use_key(AUDIT_KEY)


KEPT = {"django_content_type", "auth_permission"}  # what Django knows of the models: the same for every test


@pytest.fixture(autouse=True, scope="session")
def _static_files_are_listed_once() -> Iterator[None]:
    """Let the handler of each browser know the static files that the first one has found. A server has one handler."""
    find = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, Any] = {}

    def find_once(self: WhiteNoiseMiddleware) -> None:
        if not found:
            find(self)
            found.update(self.files)
        self.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", find_once)
        yield


@pytest.fixture(autouse=True, scope="session")
def _reaches_everything() -> Iterator[None]:
    """Let what a test does by itself reach every centre, in its threads too; what it sends to a page does not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_access, "_now", ContextVar("reach", default=row_access.EVERYWHERE))
        yield


@pytest.fixture(autouse=True, scope="session")
def _emptied_between_tests() -> Iterator[None]:
    """Let Django empty the tables of a test that commits: the triggers of the log would refuse it.

    Rows are deleted on PostgreSQL too: a test leaves few, and truncating a hundred tables takes a second. What a
    migration writes of the models stays, and is not written anew.
    """
    flush = BaseDatabaseOperations.execute_sql_flush

    def without_guards(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        tables = self.connection.introspection.django_table_names(only_existing=True, include_views=False)
        deletions = [f"DELETE FROM {self.quote_name(table)}" for table in tables if table not in KEPT]  # noqa: S608
        with triggers.lifted(self.connection) if self.connection.alias == "default" else nullcontext():
            flush(self, deletions)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", without_guards)
        patch.setattr("django.core.management.commands.flush.emit_post_migrate_signal", Mock())
        yield


def make_centre() -> Centre:
    """Create a centre in Moscow with a toll-free line."""
    made = Centre.objects.create(
        code="moscow", prefix="MSK", names={"en": "Moscow", "ru": "Москва"}, country="RU", time_zone="Europe/Moscow"
    )
    Line.objects.create(centre=made, slug="moscow-free", kind=LineKind.TOLL_FREE, address={"": "8 800 000 00 16"})
    for weekday in range(5):
        made.hours.create(weekday=weekday, opens=dt.time(8, 30), closes=dt.time(18, 30))
    return made


def make_other_centre() -> Centre:
    """Create a centre in Astrakhan, an hour east of Moscow."""
    return Centre.objects.create(
        code="astrakhan",
        prefix="AST",
        names={"en": "Astrakhan", "ru": "Астрахань"},
        country="RU",
        time_zone="Europe/Astrakhan",
    )


@pytest.fixture
def centre(db: None) -> Centre:
    """A centre in Moscow with a toll-free line."""
    return make_centre()


@pytest.fixture
def other_centre(db: None) -> Centre:
    """A centre in Astrakhan, an hour east of Moscow."""
    return make_other_centre()


@pytest.fixture
def operator(centre: Centre) -> User:
    """An operator of the Moscow centre."""
    return make_user(centre, Role.OPERATOR, "Operator 04")


@pytest.fixture
def supervisor(centre: Centre) -> User:
    """The supervisor of the Moscow centre."""
    return make_user(centre, Role.SUPERVISOR, "Supervisor 01")


@pytest.fixture
def other_operator(other_centre: Centre) -> User:
    """An operator of the other centre."""
    return make_user(other_centre, Role.OPERATOR, "Operator 09")


@pytest.fixture(scope="session")
def user_that_serves(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """On PostgreSQL a user who owns nothing and may serve, as `bereg migrate --grant-to` leaves them; else nothing."""
    with django_db_blocker.unblock():
        name = serving.create()
    yield name
    with django_db_blocker.unblock():
        serving.drop(name)


@pytest.fixture
def serve(db: None, user_that_serves: str) -> Iterator[None]:
    """Let the rest of the test be done by the user that serves, whom the walls of PostgreSQL bind."""
    with serving.as_user(user_that_serves):
        yield


@pytest.fixture
def desk(client: Client, operator: User, serve: None) -> Client:
    """The browser of the signed-in operator."""
    client.force_login(operator)
    return client
