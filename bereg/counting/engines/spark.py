"""Spark: its executors read the facts themselves, from a folder that all of them see or from an address."""

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import ibis
from ibis.common.exceptions import IbisError
from ibis.expr.types import Table
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as fn

from bereg.counting.codes import NOT_ASKED
from bereg.counting.cubes import Cube
from bereg.counting.engines import ANSWERS_WITHIN_S, rows
from bereg.counting.store import Place

FAULTS = (PySparkException, Py4JError, IbisError, OSError)
OPTIONS = {
    "spark.ui.showConsoleProgress": "false",
    "spark.ui.enabled": "false",  # it would show what is counted to whoever finds its port
    "spark.sql.shuffle.partitions": "4",  # whatever the rows, the cells are few
}
ON_THIS_MACHINE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
}


@contextmanager
def loaded(
    at: Mapping[str, Any], files: Mapping[str, Sequence[Place]], cubes: Sequence[Cube]
) -> Iterator[tuple[ibis.BaseBackend, dict[str, Table]]]:
    """Yield the session of this process, which stays, as starting it takes seconds, and its tables of facts."""
    session = _session(at["master"])
    backend = ibis.pyspark.connect(session)
    tables = {}
    for universe, places in files.items():
        frames = [_read(session, place, rows.wanted(universe, cubes)) for place in places]
        together = reduce(lambda one, other: one.unionByName(other, allowMissingColumns=True), frames)
        # What a month lacks was not asked in it.
        together.fillna(NOT_ASKED).createOrReplaceTempView(rows.named(universe))
        tables[universe] = backend.table(rows.named(universe))
    yield backend, tables


def reach(at: Mapping[str, Any]) -> None:
    """Look whether the master of a cluster listens. Others than Spark's own are known to Spark alone."""
    master = urlsplit(at["master"])
    if master.scheme == "spark":
        socket.create_connection((master.hostname, master.port), ANSWERS_WITHIN_S).close()


def _session(master: str) -> SparkSession:
    options = OPTIONS | (ON_THIS_MACHINE if master.startswith("local") else {})
    builder = SparkSession.builder.master(master).appName("bereg")
    session = builder.config(map=options).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def _read(session: SparkSession, place: Place, columns: set[str]) -> DataFrame:
    frame = session.read.parquet(_address(place))
    return frame.select([fn.col(name).cast("long").alias(name) for name in frame.columns if name in columns])


def _address(place: Place) -> str:
    if isinstance(place, Path):
        return place.absolute().as_uri()
    return str(place).replace("s3://", "s3a://", 1)  # as Hadoop calls it
