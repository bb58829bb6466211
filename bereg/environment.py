"""Reading of the BEREG_* environment variables; a bad value stops the start with a sentence that says what to do."""

import os
import re
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = frozenset({"", "localhost", "127.0.0.1", "::1"})
TRUE, FALSE = {"1", "yes", "true", "on"}, {"0", "no", "false", "off", ""}
# What an engine needs besides the run-time packages, and the extra that brings it.
PACKAGES = {
    "postgresql": ("ibis", "engines"),
    "clickhouse": ("clickhouse_connect", "clickhouse"),
    "chdb": ("chdb", "chdb"),
    "spark": ("pyspark", "spark"),
}
SPARK_MASTER = re.compile(
    r"local(\[(\d+|\*)(,\d+)?\])?|local-cluster\[\d+,\d+,\d+\]|spark://[^/\s]+:\d+|k8s://\S+|yarn"
)
SITE = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
MAIL_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[a-zA-Z0-9.-]+")
READ_BY_SPARK = frozenset({"", "file", "s3", "s3a", "hdfs", "gs", "abfs", "abfss"})


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in or lies. is_implicit: TLS from the first byte on; else asked for, unless this machine."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_implicit: bool = False

    @property
    def is_local(self) -> bool:
        """Whether nothing crosses a network."""
        return self.host in LOCAL_HOSTS


@dataclass(frozen=True)
class ImapFolder:
    """A folder that letters come to, on a server of mailboxes."""

    server: MailServer
    folder: str


@dataclass(frozen=True)
class Engine:
    """What counts the facts. at: the words by which it is connected to."""

    kind: str
    at: Mapping[str, Any] = field(default_factory=dict, repr=False)


def text(name: str, default: str = "") -> str:
    """Return the variable's value without surrounding space."""
    return os.environ.get(name, default).strip()


def truth(name: str, *, default: bool = False) -> bool:
    """Return yes or no. Raise ImproperlyConfigured on any other word."""
    value = os.environ.get(name, "yes" if default else "no").strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}: write yes or no.")
    return value in TRUE


def number(name: str, default: int, *, least: int, greatest: int) -> int:
    """Return a whole number from `least` to `greatest`. Raise ImproperlyConfigured otherwise."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= greatest:
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number from {least} to {greatest}.")
    return int(value)


def words(name: str) -> list[str]:
    """Return a comma-separated list."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """Return one of the allowed words. Raise ImproperlyConfigured otherwise."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}: write one of {', '.join(allowed)}.")
    return value


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone. Raise ImproperlyConfigured on an unknown one."""
    value = text(name, default)
    if value not in available_timezones():
        raise ImproperlyConfigured(f"{name} is {value!r}: write a time zone such as Europe/Moscow.")
    return value


def folder(name: str, default: str) -> Path:
    """Return a folder's absolute path; it need not exist yet."""
    return Path(text(name, default)).expanduser().resolve()


def data_folder(name: str, package: Path) -> Path:
    """Return the folder of all data: of a checkout beside its source, else where the system keeps such data.

    package: the folder of the program. It never depends on the folder that somebody happens to be in.
    """
    if text(name):
        return folder(name, "")
    if (package.parent / "pyproject.toml").exists():
        return package.parent / "var"
    if os.geteuid() == 0:
        return Path("/var/lib/bereg")
    own = text("XDG_DATA_HOME")
    try:
        return (Path(own) if Path(own).is_absolute() else Path.home() / ".local" / "share") / "bereg"
    except RuntimeError:
        raise ImproperlyConfigured(f"This user has no home folder: set {name} to the folder of the data.") from None


def folder_apart(name: str, data: Path) -> Path | None:
    """Return a folder that lies apart from the data, or None where it is not set. Raise ImproperlyConfigured."""
    if not text(name):
        return None
    path = folder(name, "")
    if path.is_relative_to(data) or data.is_relative_to(path):
        raise ImproperlyConfigured(f"{name} is {path}: write a folder away from the data in {data}.")
    return path


def postgres(name: str, *, other_than: Mapping[str, object] | None = None) -> dict[str, object] | None:
    """Return Django's settings for a postgresql:// address, or None where the variable is not set.

    other_than: settings of another one, which may not be the same database. Raise ImproperlyConfigured.
    """
    address = text(name)
    if not address:
        return None
    try:
        parts = urlsplit(address)
        options, port = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query))), parts.port
    except ValueError:
        parts, options, port = urlsplit(""), {}, None
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} must look like postgresql://user:password@host:5432/database; "
            "in user and password write # as %23, / as %2F, ? as %3F, @ as %40, and % as %25."
        )
    _demand_options(name, options)
    host = parts.hostname or options.pop("host", "")
    if host not in LOCAL_HOSTS and not host.startswith("/"):
        options.setdefault("sslmode", "verify-full")
    found = _postgres(parts, host, port, options)
    if other_than and all(found[each] == other_than[each] for each in ("HOST", "PORT", "NAME")):
        raise ImproperlyConfigured(f"{name} is the database of the records: write one of its own for the keys.")
    return found


def _demand_options(name: str, options: Mapping[str, str]) -> None:
    from psycopg import ProgrammingError  # not needed, and not quick to load, where the data are on SQLite
    from psycopg.conninfo import make_conninfo

    try:
        make_conninfo("", **options)
    except ProgrammingError as problem:
        raise ImproperlyConfigured(f"{name}: {str(problem).strip()}.") from None


def _postgres(parts: SplitResult, host: str, port: int | None, options: dict[str, str]) -> dict[str, object]:
    return {
        "ENGINE": "bereg.core.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


def site(name: str) -> str:
    """Return the address of this server for the public, without a path, or "". Raise ImproperlyConfigured."""
    value = text(name).rstrip("/")
    if value and not SITE.fullmatch(value):
        raise ImproperlyConfigured(f"{name} is {value!r}: write the address alone, as https://bereg.example.org.")
    return value


def file(name: str) -> Path | None:
    """Return the path of a file that is there, or None where the variable is not set. Raise ImproperlyConfigured."""
    value = text(name)
    if value and not Path(value).expanduser().is_file():
        raise ImproperlyConfigured(f"{name} is {value}: there is no such file.")
    return Path(value).expanduser().resolve() if value else None


def mail_server(name: str) -> MailServer | None:
    """Return where mail is handed in, or None where the variable is not set. Raise ImproperlyConfigured."""
    if not text(name):
        return None
    parts = _parts_at_port(text(name))
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ImproperlyConfigured(
            f"{name} must look like smtps://user:password@host:465, or smtp://user:password@host:587 for STARTTLS; "
            "in user and password write # as %23, / as %2F, ? as %3F, @ as %40, and % as %25."
        )
    return _server(parts, is_implicit=parts.scheme == "smtps", ports=(465, 587))


def imap_folder(name: str, password_file: str) -> ImapFolder | None:
    """Return the mailbox that is emptied, or None where the variable is not set. Raise ImproperlyConfigured.

    Its password stands in the address, or in the file that the other variable names.
    """
    if not text(name):
        return None
    parts = _parts_at_port(text(name))
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username or parts.query:
        raise ImproperlyConfigured(
            f"{name} must look like imaps://user@host:993/INBOX, or imap://user@host:143/INBOX for STARTTLS; "
            "in user and folder write # as %23, / as %2F, ? as %3F, @ as %40, and % as %25."
        )
    server = _server(parts, is_implicit=parts.scheme == "imaps", ports=(993, 143))
    kept = file(password_file)
    if kept:
        server = replace(server, password=kept.read_text(encoding="utf-8").rstrip("\r\n"))
    if not server.password:
        raise ImproperlyConfigured(f"{name} has no password: set {password_file} to the file that it stands in.")
    return ImapFolder(server, unquote(parts.path.strip("/")) or "INBOX")


def _parts_at_port(address: str) -> SplitResult:
    """Return the parts of an address, none where its port is no number."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return urlsplit("")
    return parts


def _server(parts: SplitResult, *, is_implicit: bool, ports: tuple[int, int]) -> MailServer:
    """Return the server of an address. ports: the usual one with TLS from the first byte on, and without."""
    usual = ports[0] if is_implicit else ports[1]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname or "", parts.port or usual, user, password, is_implicit)


def mail_sender(name: str, server: MailServer | None) -> str:
    """Return the address that mail comes from, empty where none is sent. Raise ImproperlyConfigured."""
    value = text(name)
    if server and not MAIL_ADDRESS.fullmatch(value):
        raise ImproperlyConfigured(
            f"{name} is {value!r}: write the address that mail comes from, as bereg@example.org."
        )
    return value if server else ""


def facts(name: str) -> str:
    """Return the folder or fsspec address of the facts, empty where it is not set. Raise ImproperlyConfigured."""
    value = text(name)
    if not value or "://" not in value:
        return str(folder(name, "")) if value else ""
    protocol = value.partition("://")[0]
    if protocol == "memory":
        raise ImproperlyConfigured(f"{name} is at memory://, which is forgotten with the program: write another one.")
    import fsspec  # slow to load, and most installations keep their facts in a folder

    try:
        fsspec.get_filesystem_class(protocol)
    except (ImportError, ValueError) as problem:
        # Without what follows the protocol, which may hold a password.
        raise ImproperlyConfigured(f"{name} is at {protocol}://, which cannot be reached: {problem}.") from problem
    return value.rstrip("/")


def engine(name: str, facts: str) -> Engine:
    """Return what counts the facts that lie at `facts`. Raise ImproperlyConfigured."""
    value = text(name) or "duckdb"
    found = _engine(name, value)
    package, extra = PACKAGES.get(found.kind, ("duckdb", ""))
    if not is_installed(package):
        raise ImproperlyConfigured(
            f"{name} is {value.partition('://')[0]!r}, which needs the package {package}: "
            f"pip install 'bereg[{extra}]', or in a checkout pip install --require-hashes -r requirements/{extra}.txt."
        )
    if found.kind == "spark":
        _demand_spark(name, facts)
    return found


def is_installed(package: str) -> bool:
    """Tell whether a package can be imported; a folder that its removal has left behind cannot."""
    found = find_spec(package)
    return found is not None and found.loader is not None


def _engine(name: str, value: str) -> Engine:
    scheme = value.partition("://")[0]
    if value == "duckdb":
        return Engine(value)
    if value == "chdb":
        return Engine(value, {"interface": "chdb"})
    if value == "spark" or SPARK_MASTER.fullmatch(value):
        return Engine("spark", {"master": "local[*]" if value == "spark" else value})
    if scheme in {"postgresql", "postgres"}:
        at: Mapping[str, Any] = postgres(name) or {}
        words = {name.lower(): at[name] for name in ("HOST", "PORT", "USER", "PASSWORD") if at[name]}
        return Engine("postgresql", {**words, "database": at["NAME"], **at["OPTIONS"]})
    if scheme == "clickhouse":
        return Engine("clickhouse", _clickhouse(name, value))
    raise ImproperlyConfigured(
        # Without what follows the scheme, which may hold a password.
        f"{name} is {scheme!r}: write duckdb, chdb, postgresql://user:password@host:5432/database, "
        "clickhouse://user:password@host:8443/database, spark, or the master of a Spark cluster such as spark://host:7077."
    )


def _clickhouse(name: str, value: str) -> dict[str, object]:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), -1
    if not parts.hostname or port == -1 or parts.query or parts.path.strip("/").count("/"):
        raise ImproperlyConfigured(f"{name} must look like clickhouse://user:password@host:8443/database.")
    is_near = parts.hostname in LOCAL_HOSTS
    return {
        "host": parts.hostname,
        "port": port or (8123 if is_near else 8443),
        "username": unquote(parts.username or "default"),
        "password": unquote(parts.password or ""),
        "database": unquote(parts.path.strip("/")) or "default",
        "interface": "http" if is_near else "https",  # exact figures do not cross a network in clear
    }


def _demand_spark(name: str, facts: str) -> None:
    protocol = facts.partition("://")[0] if "://" in facts else ""
    if protocol not in READ_BY_SPARK:
        raise ImproperlyConfigured(
            f"{name} is Spark, which cannot read facts at {protocol}://: set BEREG_FACTS to a folder or to one of "
            f"{', '.join(sorted(READ_BY_SPARK - {''}))}."
        )
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise ImproperlyConfigured(
            f"{name} is Spark, which needs Java 17 or newer: apt-get install default-jre-headless."
        )


def secret(path: Path) -> str:
    """Return the secret in a file that its owner alone can read; made at first use, whole or not at all."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        with suppress(FileExistsError):  # another process was first; its secret holds
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text()
