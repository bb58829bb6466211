"""The one place where facts become cubes."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from django.conf import settings

from bereg.counting import duckdb_query, store
from bereg.counting.cubes import COLUMNS, Cube
from bereg.counting.faults import EngineError, reason_of
from bereg.counting.store import Place

if TYPE_CHECKING:
    import pyarrow as pa  # slow to load, and most commands count nothing

    from bereg.environment import Engine

# The module of an engine, loaded where it counts: its package may not be installed.
MODULES = {"postgresql": "postgresql", "clickhouse": "clickhouse", "chdb": "clickhouse", "spark": "spark"}


def count(files: Mapping[str, Sequence[Place]], cubes: Sequence[Cube]) -> "pa.Table":
    """Return all cubes over the facts in `files` (universe to its files) as one long table. Raise EngineError."""
    asked = {cube.universe for cube in cubes}
    files = {universe: places for universe, places in files.items() if places and universe in asked}
    if not files:
        return duckdb_query.column_types().empty_table()
    engine: Engine = settings.ENGINE
    if engine.kind != "duckdb":
        return _count(engine, files, cubes)
    with store.at_hand(place for places in files.values() for place in places) as near:
        return duckdb_query.count(
            {universe: [near[place] for place in places] for universe, places in files.items()}, cubes
        )


def reach() -> None:
    """Connect to the engine; one in this process always answers. Raise EngineError."""
    engine: Engine = settings.ENGINE
    if engine.kind == "duckdb":
        return
    module = import_module(f"bereg.counting.engines.{MODULES[engine.kind]}")
    with _counting(engine, module):
        module.reach(engine.at)


def _count(engine: "Engine", files: Mapping[str, Sequence[Place]], cubes: Sequence[Cube]) -> "pa.Table":
    from bereg.counting import cube_definition  # ibis takes a third of a second to load

    module = import_module(f"bereg.counting.engines.{MODULES[engine.kind]}")
    with _counting(engine, module), module.loaded(engine.at, files, cubes) as (backend, tables):
        counted = backend.to_pyarrow(cube_definition.counts(tables, tuple(cubes)))
    return counted.select(COLUMNS).cast(duckdb_query.column_types())


@contextmanager
def _counting(engine: "Engine", module: ModuleType) -> Iterator[None]:
    """Say in one sentence that an engine did not count: each driver has errors of its own."""
    try:
        yield
    except (*module.FAULTS, ConnectionError, TimeoutError) as problem:
        reason = reason_of(problem, engine.at.get("password", ""))
        raise EngineError(engine=engine.kind, reason=reason) from problem
