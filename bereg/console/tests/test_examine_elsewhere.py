"""The doctor looks at facts and engines elsewhere: dead ones, ways in clear, passwords, and whose eyes reach there."""

from typing import Any

import fsspec
import pytest
from fsspec.config import conf

from bereg import environment
from bereg.core.findings import Weight
from bereg.counting import doctor as elsewhere
from bereg.counting.tests.engines import POSTGRES, counting_by

FAR = "db.example.org"
NOBODY = "127.0.0.1:1"  # port 1 answers nobody


@pytest.fixture(autouse=True)
def nothing_elsewhere(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FACTS, settings.ENGINE = "", environment.Engine("duckdb")
    # No test asks for what is not there: what is dead is tried at a port of this machine.
    monkeypatch.setattr("bereg.counting.store.reach", lambda: None)
    monkeypatch.setattr("bereg.counting.engines.counting.reach", lambda: None)
    for name in ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the real ones be asked."""
    monkeypatch.undo()


def engine(address: str, monkeypatch: pytest.MonkeyPatch) -> environment.Engine:
    monkeypatch.setenv("BEREG_ENGINE", address)
    monkeypatch.setattr(environment, "is_installed", lambda _package: True)
    monkeypatch.setenv("JAVA_HOME", "/invented")
    return environment.engine("BEREG_ENGINE", "")


def codes() -> dict[str, Weight]:
    return {finding.code: finding.weight for finding in elsewhere.findings()}


def test_on_one_machine_nothing_is_elsewhere(settings: Any) -> None:
    assert codes() == {}
    settings.FACTS = "/srv/facts"
    assert codes() == {}
    settings.FACTS = "file:///srv/facts"
    assert codes() == {}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("s3://bucket/facts", {"facts_far"}),
        ("sftp://somebody@far.example.org/facts", {"facts_far"}),
        ("sftp://somebody:secret@far.example.org/facts", {"facts_far", "facts_password"}),
        ("ftp://somebody:secret@far.example.org/facts", {"facts_far", "facts_password", "facts_plain"}),
        ("ftp://somebody:secret@127.0.0.1/facts", {"facts_password"}),
        ("simplecache::http://far.example.org/facts", {"facts_far", "facts_plain"}),
        ("webhdfs://far.example.org/facts", {"facts_far", "facts_plain"}),
        ("hdfs://far.example.org/facts", {"facts_far", "facts_transport_unknown"}),
    ],
)
def test_facts_at_an_address(address: str, found: set[str], settings: Any) -> None:
    settings.FACTS = address
    assert set(codes()) == found
    assert not [each for each in elsewhere.findings() if "secret" in each.fault + each.remedy]


@pytest.mark.parametrize(
    ("address", "options", "is_plain"),
    [
        ("ftp://far.example.org/f", {"ftp": {"tls": True}}, False),
        ("webhdfs://far.example.org/f", {"webhdfs": {"use_https": True}}, False),
        ("s3://bucket/f", {"s3": {"endpoint_url": "http://far.example.org:9000"}}, True),
        ("s3://bucket/f", {"s3": {"client_kwargs": {"endpoint_url": "http://far.example.org:9000"}}}, True),
        ("s3://bucket/f", {"s3": {"endpoint_url": "https://far.example.org:9000"}}, False),
        ("s3://bucket/f", {"s3": {"endpoint_url": "http://localhost:9000"}}, False),
    ],
)
def test_settings_of_fsspec_say_how_an_address_is_reached(
    address: str, options: dict[str, Any], is_plain: bool, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FACTS = address
    for protocol, words in options.items():
        monkeypatch.setitem(conf, protocol, words)
    assert ("facts_plain" in codes()) is is_plain


def test_a_server_of_s3_that_the_environment_names(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FACTS = "s3://bucket/facts"
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://far.example.org")
    assert codes()["facts_plain"] is Weight.GRAVE


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("chdb", set()),
        ("spark", set()),
        ("postgresql:///figures", set()),
        ("postgresql:///figures?host=/run/postgresql", set()),
        ("postgresql://a:secret@127.0.0.1/figures", {"engine_password"}),
        (f"postgresql://a@{FAR}/figures", {"engine_far"}),
        (f"postgresql://a@{FAR}/figures?sslmode=prefer", {"engine_far", "engine_plain"}),
        (f"postgresql://a@{FAR}/figures?sslmode=require", {"engine_far", "engine_plain"}),
        # libpq goes where the options say, so the proof is demanded there too; without it, it does not insist.
        (f"postgresql:///figures?host={FAR}", {"engine_far"}),
        (f"postgresql:///figures?host={FAR}&sslmode=prefer", {"engine_far", "engine_plain"}),
        ("postgresql://127.0.0.1/figures?hostaddr=192.0.2.1", {"engine_far", "engine_plain"}),
        (f"clickhouse://a:secret@{FAR}/figures", {"engine_far", "engine_password"}),
        (f"spark://{FAR}:7077", {"engine_far", "engine_transport_unknown"}),
        ("yarn", {"engine_far", "engine_transport_unknown"}),
    ],
)
def test_an_engine_elsewhere(address: str, found: set[str], settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ENGINE = engine(address, monkeypatch)
    assert set(codes()) == found
    assert not [each for each in elsewhere.findings() if "secret" in each.fault + each.remedy]


def test_clickhouse_without_encryption_is_grave(settings: Any) -> None:
    settings.ENGINE = environment.Engine("clickhouse", {"host": FAR, "interface": "http"})
    assert codes()["engine_plain"] is Weight.GRAVE


@pytest.mark.usefixtures("asked")
def test_a_dead_address_is_found(settings: Any) -> None:
    settings.FACTS = f"ftp://a:secret@{NOBODY}/facts"
    [found] = [each for each in elsewhere.findings() if each.code == "facts_unreached"]
    assert NOBODY in found.fault
    assert "secret" not in found.fault


@pytest.mark.usefixtures("asked")
def test_a_protocol_that_connects_late_is_dead_too(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """To whom a file that cannot be asked for is one that is not there."""

    def dead(*_path: object, **_more: object) -> None:
        raise OSError("no route")

    settings.FACTS = "memory://nothing/facts"
    monkeypatch.setattr(type(fsspec.filesystem("memory")), "info", dead)
    assert not fsspec.filesystem("memory").exists("/nothing/facts")
    [found] = [each for each in elsewhere.findings() if each.code == "facts_unreached"]
    assert found.fault.endswith("cannot be reached: no route.")


@pytest.mark.usefixtures("asked")
def test_an_address_that_answers_is_fine_before_anything_is_counted(settings: Any, tmp_path: Any) -> None:
    for settings.FACTS in (f"file://{tmp_path}/facts", "memory://nothing/facts"):
        assert "facts_unreached" not in codes()
    assert not fsspec.filesystem("memory").exists("/nothing")


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("kind", ["postgresql", "clickhouse"])
def test_a_dead_engine_is_found(kind: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ENGINE = engine(f"{kind}://a:secret@{NOBODY}/figures", monkeypatch)
    [found] = [each for each in elsewhere.findings() if each.code == "engine_unreached"]
    assert found.fault.startswith(f"The engine {kind}, which BEREG_ENGINE names, has not counted: ")
    assert "secret" not in found.fault


@pytest.mark.usefixtures("asked")
def test_a_server_that_answers_is_not_found() -> None:
    with counting_by(POSTGRES):
        assert "engine_unreached" not in codes()


@pytest.mark.usefixtures("asked")
def test_engines_in_this_process_always_answer(settings: Any) -> None:
    for kind, at in (("duckdb", {}), ("chdb", {"interface": "chdb"})):
        settings.ENGINE = environment.Engine(kind, at)
        assert codes() == {}
