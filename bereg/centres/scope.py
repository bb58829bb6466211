"""Records that belong to a centre: a query of them that nobody narrowed to a centre refuses to run.

Every statement is made by `Query.get_compiler`, so one look there holds for lists, counts, subqueries, updates and
deletions, and costs no query. See docs/decisions/0054-roles-and-scope.md; the wall behind it, which PostgreSQL holds,
is in docs/decisions/0062-row-level-security.md.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, Self, TypeVar, get_args

from django.db import models
from django.db.models.expressions import OuterRef
from django.db.models.sql import Query

from bereg.accounts.models import User
from bereg.centres.models import Centre
from bereg.core import row_access

Record = TypeVar("Record", bound=models.Model)
# The closed list of what looks beyond one centre.
Because = Literal[
    "figures",
    "import",
    "retention",
    "id taken",
    "break glass",
    "hold",
    "erasing",
    "verifying",
    "doctor",
    "danger",
    "transfer",
    "same firm",
    "partner link",
    "search",
    "conversation",
    "test",
]


class UnscopedQueryError(Exception):
    """A query of records of centres was narrowed to none."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(
            f"This query of {model._meta.label} is narrowed to no centre. "
            "Use of_centres(), of_person(), of(), through(), or everywhere(because=...)."
        )


class OutOfReachError(Exception):
    """A query looks beyond one's centres where nobody opened the way."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(f"This query of {model._meta.label} looks everywhere: run it within beyond(because=...).")


@contextmanager
def beyond(because: Because) -> Iterator[None]:
    """Let queries look beyond one's centres, for a reason of the closed list. Raise ValueError on any other."""
    _check(because)
    with row_access.to(row_access.EVERYWHERE):
        yield


def _check(because: str) -> None:
    if because not in get_args(Because):
        raise ValueError(f"{because!r} is no reason to look beyond one's centres.")


class ScopedQuery(Query):
    """A query that knows whether it was narrowed."""

    is_narrowed = False  # copied with each clone
    is_wide = False  # looks everywhere, and so runs only where the way is open

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        """Return what makes the statement, but only of a query that was narrowed."""
        self.demand()
        return super().get_compiler(*args, **kwargs)

    def chain(self, klass: Any = None) -> Any:
        """Return a copy. One of another kind, such as an update, no longer knows this class, so look at it here."""
        if klass is not None:
            self.demand()
        return super().chain(klass)

    def combine(self, rhs: Query, connector: str) -> None:
        """Join another query: by "and" one narrow side is enough, by "or" both must be."""
        narrowed = self.is_narrowed, getattr(rhs, "is_narrowed", False)
        wide = self.is_wide, getattr(rhs, "is_wide", False)
        super().combine(rhs, connector)
        if connector == models.Q.AND:
            self.is_narrowed = any(narrowed)
            self.is_wide = any(wide) and sum(narrowed) == sum(wide)  # a side narrowed to centres is enough here too
        else:
            self.is_narrowed, self.is_wide = all(narrowed), any(wide)

    def trim_start(self, names_with_path: Any) -> Any:
        """Make the inner query of an `exclude()`, which stands on rows of the outer one."""
        self.is_narrowed = True
        return super().trim_start(names_with_path)

    def demand(self) -> None:
        """Raise UnscopedQueryError where the query was not narrowed, OutOfReachError where it looks too far."""
        if self.model is None:
            return
        if not self.is_narrowed:
            raise UnscopedQueryError(self.model)
        if self.is_wide and not row_access.is_everywhere():
            raise OutOfReachError(self.model)


class CentreBound(models.QuerySet[Record]):
    """Records of centres. The model names the way to its centre, and to the person whose own they are."""

    query: ScopedQuery  # as the type checker has to know

    def __init__(self, model: Any = None, query: Any = None, using: str | None = None, hints: Any = None) -> None:
        super().__init__(model, query or ScopedQuery(model), using, hints)

    def of_centres(self, centres: Iterable[Centre]) -> Self:
        """Narrow to centres. One centre is compared by =, so that an index gives the order too."""
        path = self._path("to_centre")
        if isinstance(centres, models.QuerySet):
            return self._narrowed(models.Q((f"{path}__in", centres)))
        keys = [centre.pk for centre in centres]
        return self._narrowed(models.Q((path, keys[0])) if len(keys) == 1 else models.Q((f"{path}__in", keys)))

    def of_person(self, person: User) -> Self:
        """Narrow to what is somebody's own: what they recorded, began, or are assigned to."""
        return self._narrowed(models.Q((self._path("to_person"), person)))

    def of(self, record: Record) -> Self:
        """Narrow to a record at hand, which came from a narrowed query. An id is not enough: anybody can send one."""
        if not isinstance(record, self.model):
            raise TypeError(f"{record!r} is no {self.model._meta.label}.")
        return self._narrowed(models.Q(pk=record.pk))

    def through(self, **relation: "models.Model | models.QuerySet[Any] | OuterRef") -> Self:
        """Narrow to what hangs on other records at hand, on narrowed ones, or on the row of an outer query."""
        for name, value in relation.items():
            if not isinstance(value, models.Model | models.QuerySet | OuterRef):
                raise TypeError(f"{value!r} is no record.")
            if (self.model, name) in getattr(value, "known_without", ()):
                return self.none()  # it was looked whether any is there, and making a statement costs more than its run
        return self._narrowed(models.Q(**relation))

    def everywhere(self, *, because: Because) -> Self:
        """Look beyond one's centres, for a reason of the closed list. It runs where the way is open (`beyond`).

        Raise ValueError on any other reason.
        """
        _check(because)
        found = self._narrowed(models.Q())
        found.query.is_wide = True
        return found

    def none(self) -> Self:
        """Return nothing, which needs no centre."""
        return self._marked(super().none())

    def _fetch_all(self) -> None:
        """Make no statement for nothing: Django makes it whole before it finds out."""
        if self._result_cache is None and self.query.is_empty():
            self._result_cache = []
        super()._fetch_all()

    def _narrowed(self, by: models.Q) -> Self:
        found = self._marked(self.filter(by))
        found.query.is_wide = False
        return found

    def _marked(self, found: Self) -> Self:
        found.query.is_narrowed = True
        return found

    def _path(self, name: str) -> str:
        return str(getattr(self.model, name))

    def _add_hints(self, **hints: Any) -> None:
        """Take a related manager's own record, if that belongs to a centre itself."""
        super()._add_hints(**hints)  # type: ignore[misc]
        parent = hints.get("instance")
        if isinstance(parent, Centre) or getattr(parent, "centre_id", None) or hasattr(parent, "to_centre"):
            self._marked(self)

    def _raw_delete(self, using: str | None) -> Any:
        if isinstance(self.query, ScopedQuery):
            self.query.demand()
        return super()._raw_delete(using)


Scoped = models.Manager.from_queryset(CentreBound)
