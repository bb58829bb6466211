"""Counting of facts into cubes by the engine that BEREG_ENGINE names; all give the same cells.

DuckDB has a statement of its own (`duckdb_query.py`). Every other engine is handed the one definition by ibis, over
tables that its module loads or reads. Cubes are small whatever counted them: DuckDB sums those of a period.
"""

ANSWERS_WITHIN_S = 10  # where nothing is counted yet, and somebody only looks whether it is there
