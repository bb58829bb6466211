"""BEREG_ENGINE and BEREG_FACTS: what they mean, and one sentence for each value that cannot be used."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from bereg import environment

HERE, AWAY = "127.0.0.1", "db.example.org"


def chosen(value: str, monkeypatch: pytest.MonkeyPatch, facts: str = "") -> environment.Engine:
    monkeypatch.setenv("BEREG_ENGINE", value)
    # Whatever is installed here.
    monkeypatch.setattr(environment, "is_installed", lambda _package: True)
    monkeypatch.setenv("JAVA_HOME", "/invented")
    return environment.engine("BEREG_ENGINE", facts)


@pytest.mark.parametrize(
    ("value", "kind", "at"),
    [
        ("", "duckdb", {}),
        ("duckdb", "duckdb", {}),
        ("chdb", "chdb", {"interface": "chdb"}),
        ("postgresql:///figures", "postgresql", {"database": "figures"}),
        (
            f"postgresql://a:b%40@{AWAY}:5433/figures",
            "postgresql",
            {
                "host": AWAY,
                "port": "5433",
                "user": "a",
                "password": "b@",
                "database": "figures",
                "sslmode": "verify-full",
            },
        ),
        (
            f"clickhouse://{HERE}",
            "clickhouse",
            {
                "host": HERE,
                "port": 8123,
                "username": "default",
                "password": "",
                "database": "default",
                "interface": "http",
            },
        ),
        (
            f"clickhouse://a:b%40@{AWAY}/figures",
            "clickhouse",
            {
                "host": AWAY,
                "port": 8443,
                "username": "a",
                "password": "b@",
                "database": "figures",
                "interface": "https",
            },
        ),
        ("spark", "spark", {"master": "local[*]"}),
        ("local-cluster[2,1,1024]", "spark", {"master": "local-cluster[2,1,1024]"}),
        (f"spark://{AWAY}:7077", "spark", {"master": f"spark://{AWAY}:7077"}),
    ],
)
def test_an_engine(value: str, kind: str, at: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen(value, monkeypatch) == environment.Engine(kind, at)


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("oracle", "write duckdb, chdb, postgresql://"),
        ("mysql://root:secret@db/x", "write duckdb, chdb, postgresql://"),
        ("postgresql://a:port/b", "must look like postgresql://"),
        ("clickhouse:///figures", "must look like clickhouse://"),
        ("clickhouse://a:port/b", "must look like clickhouse://"),
        ("local[many]", "the master of a Spark cluster"),
        ("spark://no-port", "the master of a Spark cluster"),
    ],
)
def test_a_bad_engine_is_one_sentence(value: str, remedy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ImproperlyConfigured, match=remedy) as refused:
        chosen(value, monkeypatch)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("postgresql://127.0.0.1/facts", "-r requirements/engines.txt"),
        ("clickhouse://127.0.0.1", "-r requirements/clickhouse.txt"),
        ("chdb", "-r requirements/chdb.txt"),
        ("spark", "-r requirements/spark.txt"),
    ],
)
def test_a_missing_package_is_named(value: str, remedy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEREG_ENGINE", value)
    monkeypatch.setattr(environment, "is_installed", lambda _package: False)
    with pytest.raises(ImproperlyConfigured, match=f"pip install --require-hashes {remedy}"):
        environment.engine("BEREG_ENGINE", "")


def test_what_a_removed_package_leaves_behind_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "an_invented_package" / "work").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path)

    assert not environment.is_installed("an_invented_package")
    assert not environment.is_installed("another_invented_package")
    assert environment.is_installed("duckdb")


def test_spark_needs_java_and_facts_that_it_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert chosen("spark", monkeypatch, "s3://figures/facts").kind == "spark"
    with pytest.raises(ImproperlyConfigured, match="cannot read facts at sftp://"):
        chosen("spark", monkeypatch, "sftp://figures/facts")
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ImproperlyConfigured, match="apt-get install default-jre-headless"):
        environment.engine("BEREG_ENGINE", "")


@pytest.mark.parametrize(
    ("value", "remedy"),
    [
        ("memory://facts", "forgotten with the program"),
        ("nowhere://somebody:secret@facts", "Protocol not known: nowhere"),
        ("gs://bucket/facts", "gcsfs"),  # a package that no test brings
    ],
)
def test_an_address_that_cannot_be_reached(value: str, remedy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEREG_FACTS", value)
    with pytest.raises(ImproperlyConfigured, match=remedy) as refused:
        environment.facts("BEREG_FACTS")
    assert "secret" not in str(refused.value)


def test_an_address_or_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    for value, facts in (("", ""), ("file:///srv/facts/", "file:///srv/facts"), ("/srv/facts", "/srv/facts")):
        monkeypatch.setenv("BEREG_FACTS", value)
        assert environment.facts("BEREG_FACTS") == facts
