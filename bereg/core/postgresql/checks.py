"""What makes a PostgreSQL server or its user unsafe, each with its remedy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from bereg.core.postgresql.base import QUIET
from bereg.environment import LOCAL_HOSTS


@dataclass(frozen=True)
class Weakness:
    """One weakness: the word that accepts it, what is wrong, and what to do."""

    word: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.fault}. {self.remedy} (word: {self.word})"


_SERVER = {
    "fsync": ("fsync", {"on"}, "Set fsync = on in postgresql.conf."),
    "full_page_writes": ("full_page_writes", {"on"}, "Set full_page_writes = on in postgresql.conf."),
    "synchronous_commit": (
        "synchronous_commit",
        {"on", "remote_apply"},
        "Set synchronous_commit = on for the server, the database and the user.",
    ),
    "data_checksums": ("checksums", {"on"}, "Stop the server and run pg_checksums --enable."),
}
WORDS = frozenset({"fsync", "full_page_writes", "synchronous_commit", "checksums", "superuser", "owner", "tls", "logs"})


def weaknesses(connection: BaseDatabaseWrapper) -> Iterator[Weakness]:
    """Yield every weakness of the server and of the user that we connect as."""

    def ask(question: str) -> object:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]

    for name, (word, good, remedy) in _SERVER.items():
        found = ask(f"SHOW {name}")
        if found not in good:
            yield Weakness(word, f"{name} is {found}", remedy)
    yield from _user(ask)
    yield from _logs(ask)
    yield from _transport(ask, connection.settings_dict)


def _user(ask: Callable[[str], object]) -> Iterator[Weakness]:
    name = ask("SELECT current_user")
    if ask("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"):
        fault = f"The user {name} is a superuser, or may go around row level security"
        yield Weakness("superuser", fault, "Connect as an ordinary user, or ALTER ROLE ... NOSUPERUSER NOBYPASSRLS.")
    if ask(
        "SELECT EXISTS (SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace "
        "WHERE relkind = 'r' AND nspname = 'public' AND pg_has_role(current_user, relowner, 'USAGE'))"
    ):
        yield Weakness(
            "owner",
            f"The user {name} owns the tables, or belongs to who does, so row level security does not bind it",
            "Let one user own them and run migrate, and serve as another that may only read and write rows.",
        )


def _logs(ask: Callable[[str], object]) -> Iterator[Weakness]:
    loud = [f"{name} = {value}" for name, value in QUIET.items() if ask(f"SHOW {name}") != value]
    if loud:
        remedy = f"As a superuser, ALTER ROLE ... SET {', '.join(loud)}."
        yield Weakness("logs", "The server's log would quote what people typed", remedy)


def _transport(ask: Callable[[str], object], settings: dict[str, Any]) -> Iterator[Weakness]:
    host = settings["HOST"]
    if host in LOCAL_HOSTS or host.startswith("/"):
        return
    # What the driver was asked for counts, not only what the server reports: verify-full knows whom it speaks to.
    proven = settings["OPTIONS"].get("sslmode") == "verify-full"
    if not proven or not ask("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"):
        remedy = "Put ?sslmode=verify-full&sslrootcert=FILE at the end of the address."
        yield Weakness("tls", f"The way to {host} is not proven", remedy)
