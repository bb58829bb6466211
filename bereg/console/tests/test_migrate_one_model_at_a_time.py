"""The quick way to migrate leaves the very tables that Django's own leaves: every migration of every room is run so."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.demonstration import TABLES, Installation, installation

pytestmark = pytest.mark.django_db
# Django throws so many classes away that to look for them so often takes a quarter of it.
DJANGOS_OWN = """
import gc
import django
django.setup()
gc.freeze()
gc.set_threshold(1_000_000, 1, 1)
from contextlib import nullcontext
from django.core.management import call_command
from bereg.console.management.commands import migrate
migrate.one_model_at_a_time = nullcontext
call_command("migrate", verbosity=0)
"""
READ = """
import json
from django.db import connections
from bereg.console.tests.test_migrate_one_model_at_a_time import SHAPES
found = []
for each in sorted(connections):
    with connections[each].cursor() as cursor:
        for statement in SHAPES[connections[each].vendor]:
            cursor.execute(statement)
            found += sorted(" ".join(map(str, row)) for row in cursor.fetchall())
print(json.dumps(found))
"""
COLUMNS = (
    "SELECT attrelid::regclass, attnum, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,"
    " pg_get_expr(adbin, adrelid) FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid LEFT JOIN pg_attrdef"
    " ON (adrelid, adnum) = (attrelid, attnum) WHERE relnamespace = 'public'::regnamespace"
)
SHAPES = {
    "sqlite": ("SELECT type, name, sql FROM sqlite_master", "SELECT app, name FROM django_migrations"),
    "postgresql": (
        COLUMNS,
        "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint",
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies",
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relnamespace = 'public'::regnamespace",
        "SELECT app, name FROM django_migrations",
    ),
}
LIST = re.compile(r"(?<=\bIN \()[^()]*(?=\))|(?<=\bARRAY\[)[^]]*(?=\])")


def shape(made: Installation) -> list[str]:
    """Return all that a database says of itself. The order of a list of words in a condition is a matter of luck."""
    found = json.loads(made.python(READ))
    return [LIST.sub(lambda words: ", ".join(sorted(words[0].split(", "))), each) for each in found]


def test_the_tables_are_those_of_django(tmp_path: Path) -> None:
    with installation(tmp_path / "quick", TABLES) as quick, installation(tmp_path / "plain") as plain:
        subprocess.run([sys.executable, "-c", DJANGOS_OWN], env={**os.environ, **plain.environment}, check=True)
        found, expected = shape(quick), shape(plain)
    assert len(expected) > len(connection.introspection.django_table_names())
    assert [each for each in expected if each not in found] == []
    assert found == expected
