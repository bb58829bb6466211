"""Who has how much, for the board of a centre: each room counts what is open of its own for each colleague."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django_stubs_ext import StrOrPromise

from bereg.accounts.models import User

NOBODY = UUID(int=0)  # for what nobody has taken yet


@dataclass(frozen=True)
class Load:
    """What somebody has of one kind. name: empty for what nobody has."""

    person: UUID
    name: str
    count: int


@dataclass(frozen=True)
class LoadColumn:
    """What one room counts; `order` is from the side of the names. most: above it nobody counted; None: to the end."""

    order: int
    words: StrOrPromise
    loads: list[Load]
    most: int | None = None


class CountOf(Subquery):
    """Counts the rows of a query, up to where that is cut."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def by_colleague(records: QuerySet[Any], path: str, most: int | None = None) -> list[Load]:
    """Count records for each colleague to whom `path` leads and for nobody, in one statement, by an index for each.

    most: nothing is counted beyond one above it. Then give the records the order of an index that begins with `path`:
    else PostgreSQL joins all of them before it cuts.
    """
    cut = slice(None if most is None else most + 1)
    theirs, nobodys = records.filter(**{path: OuterRef("pk")}), records.filter(**{f"{path}__isnull": True})
    counted = {name: CountOf(found.values("pk")[cut]) for name, found in (("theirs", theirs), ("left", nobodys))}
    rows = list(User.objects.annotate(**counted).values_list("pk", "name", *counted))
    of_nobody = [Load(NOBODY, "", left) for _pk, _name, _count, left in rows[:1]]
    found = [Load(pk, name, count) for pk, name, count, _left in rows]
    return [load for load in (*found, *of_nobody) if load.count]
