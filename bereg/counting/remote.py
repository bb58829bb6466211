"""What of the counting lies beyond this process, and how it is reached: facts at an address, another engine."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from bereg.counting import store
from bereg.counting.engines import counting
from bereg.environment import LOCAL_HOSTS, Engine

HERE = frozenset({"file", "local"})  # folders of this machine, whatever they are called
# Protocols in clear, each with the option of fsspec that encrypts it all the same, where there is one.
PLAIN = {"ftp": "tls", "http": "", "webhdfs": "use_https"}
ENCRYPTED = frozenset({"https", "sftp", "ssh", "s3", "s3a", "gs", "gcs", "az", "abfs", "abfss"})
BY_HTTP = frozenset({"s3", "s3a"})  # whose server may be another than the provider's, also one without HTTPS
PROVEN = "verify-full"


@dataclass(frozen=True)
class Elsewhere:
    """One thing that is elsewhere. encrypts: whether the way there does; None where that cannot be told from here."""

    name: str  # facts or engine
    setting: str
    address: str
    is_far: bool
    encrypts: bool | None
    has_password: bool
    reach: Callable[[], None]


def elsewhere() -> Iterator[Elsewhere]:
    """Return what is not counted, or does not lie, in this process and on its disk."""
    if "://" in settings.FACTS:
        yield _facts(settings.FACTS)
    if settings.ENGINE.kind in {"postgresql", "clickhouse"}:
        yield _server(settings.ENGINE)
    if settings.ENGINE.kind == "spark":
        yield _spark(settings.ENGINE)


def _facts(address: str) -> Elsewhere:
    before, _slashes, rest = address.rpartition("://")
    protocol, who = before.rpartition("::")[2], rest.rpartition("@")[0]
    is_far = protocol not in HERE and not _is_here(urlsplit(f"//{rest.rpartition('@')[2]}").hostname)
    return Elsewhere(
        name="facts",
        setting="BEREG_FACTS",
        address=store.shown(),
        is_far=is_far,
        encrypts=_encrypts(protocol) if is_far else True,
        has_password=bool(unquote(who.partition(":")[2])),
        reach=store.reach,
    )


def _encrypts(protocol: str) -> bool | None:
    from fsspec.config import conf  # slow to load, and most installations keep their facts in a folder

    options: dict[str, Any] = conf.get(protocol, {})
    if protocol in PLAIN:
        return bool(options.get(PLAIN[protocol]))
    if protocol in BY_HTTP and any(map(_is_plain, _servers(options))):
        return False
    return True if protocol in ENCRYPTED else None


def _servers(options: dict[str, Any]) -> Iterator[str]:
    """Yield what may name another server than the provider's."""
    yield str(options.get("endpoint_url", ""))
    yield str(options.get("client_kwargs", {}).get("endpoint_url", ""))
    yield from (os.environ.get(name, "") for name in ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"))


def _is_plain(address: str) -> bool:
    return address.startswith("http://") and not _is_here(urlsplit(address).hostname)


def _server(engine: Engine) -> Elsewhere:
    host = str(engine.at.get("hostaddr") or engine.at.get("host", ""))
    is_far = not _is_here(host or "localhost")
    proven = engine.at.get("sslmode") == PROVEN or engine.at.get("interface") == "https"
    return Elsewhere(
        name="engine",
        setting="BEREG_ENGINE",
        address=f"{engine.kind}://{host}",
        is_far=is_far,
        encrypts=proven or not is_far,
        has_password=bool(engine.at.get("password")),
        reach=counting.reach,
    )


def _spark(engine: Engine) -> Elsewhere:
    is_far = not engine.at["master"].startswith("local")
    # Its machines encrypt what they send each other by settings that are theirs.
    encrypts = None if is_far else True
    return Elsewhere("engine", "BEREG_ENGINE", engine.at["master"], is_far, encrypts, False, counting.reach)


def _is_here(host: str | None) -> bool:
    """Tell whether a host is this machine; a folder is a socket in it. An address without one is of somewhere else."""
    return bool(host) and (host in LOCAL_HOSTS or str(host).startswith("/"))
