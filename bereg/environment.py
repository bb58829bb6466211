"""Reading of the BEREG_* environment variables; a bad value stops the start with a sentence that says what to do."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = frozenset({"", "localhost", "127.0.0.1", "::1"})
TRUE, FALSE = {"1", "yes", "true", "on"}, {"0", "no", "false", "off", ""}


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


def folder_apart(name: str, data: Path) -> Path | None:
    """Return a folder that lies apart from the data, or None where it is not set. Raise ImproperlyConfigured."""
    if not text(name):
        return None
    path = folder(name, "")
    if path.is_relative_to(data) or data.is_relative_to(path):
        raise ImproperlyConfigured(f"{name} is {path}: write a folder away from the data in {data}.")
    return path


def postgres(name: str) -> dict[str, object] | None:
    """Return Django's settings for a postgresql:// address, or None where the variable is not set."""
    address = text(name)
    if not address:
        return None
    parts = urlsplit(address)
    try:
        options, port = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query))), parts.port
    except ValueError:
        options, port = {}, -1
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/") or port == -1:
        raise ImproperlyConfigured(f"{name} must look like postgresql://user:password@host:5432/database.")
    host = parts.hostname or ""
    if host not in LOCAL_HOSTS:
        options.setdefault("sslmode", "verify-full")
    return {
        "ENGINE": "bereg.core.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


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
