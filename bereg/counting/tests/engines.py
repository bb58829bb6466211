"""The engines that the tests can reach, and the comparison of what they count, cell by cell."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pyarrow as pa
import pytest
from django.test import override_settings

from bereg import environment
from bereg.counting import cubes

POSTGRES = os.environ.get("BEREG_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")

Cells = set[tuple[str, int, int, int, int]]


def cells(table: pa.Table) -> Cells:
    """Return the cells that hold anybody, each once."""
    rows = list(zip(*(table[name].to_pylist() for name in cubes.COLUMNS), strict=True))
    assert len(rows) == len({row[:-1] for row in rows})
    return {row for row in rows if row[-1]}


@contextmanager
def counting_by(address: str) -> Iterator[None]:
    """Set BEREG_ENGINE to an address for a while. Skip where it does not answer here."""
    if address.startswith("postgresql"):
        _demand_postgres(address)
    if address.startswith(("spark", "local")):
        _demand_spark()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BEREG_ENGINE", address)
        engine = environment.engine("BEREG_ENGINE", "")
    try:
        with override_settings(ENGINE=engine):
            yield
    finally:
        if engine.kind == "spark":
            _stop_spark()


def _demand_postgres(address: str) -> None:
    try:
        psycopg.connect(address, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        pytest.skip(f"No PostgreSQL answers: {error}".splitlines()[0])


def _demand_spark() -> None:
    if not environment.is_installed("pyspark"):
        pytest.skip("Spark is not installed: make test-scale brings it")
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        pytest.skip("Spark needs Java: apt-get install default-jre-headless")


def _stop_spark() -> None:
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    if session:
        session.stop()
