"""Migrations that take a second instead of ten.

After each operation Django makes the classes of all models anew that have to do, by whatever way, with the one that
changed: here nearly all, as nearly everything leads to a user. Most operations look at no class but that of their own
model. For a migration of such operations alone, its model alone is made anew; before any other migration all are. The
code of one gets the classes that it asks for, with those that they lead to. A class gets copies of its fields, where
Django takes each apart and puts it together again. The tables stay the same:
bereg/console/tests/test_migrate_one_model_at_a_time.py.
"""

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, router
from django.db.migrations import Migration
from django.db.migrations import operations as known
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.migrations.utils import resolve_relation

LOOKING_AT_ONE = {
    known.RemoveField,
    known.AddIndex,
    known.RemoveIndex,
    known.AddConstraint,
    known.RemoveConstraint,
    known.AlterModelOptions,
    known.RunSQL,
    known.RunPython,  # its code is given classes of its own
}


@contextmanager
def one_model_at_a_time() -> Iterator[None]:
    """Migrate in the quick way."""
    is_quick = [False]
    everything = ProjectState.reload_model

    def reload_model(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        if is_quick[0]:
            _reload_alone(self, app_label, model_name)
        else:
            everything(self, app_label, model_name, delay)

    def told(does: Any) -> Any:
        def within(migration: Migration, state: ProjectState, *args: Any, **kwargs: Any) -> Any:
            is_quick[0] = all(map(_looks_at_one, migration.operations))
            if not is_quick[0]:
                _render_all(state)
            try:
                return does(migration, state, *args, **kwargs)
            finally:
                is_quick[0] = False

        return within

    quick: dict[tuple[type, str], Any] = {
        **{(Migration, name): told(getattr(Migration, name)) for name in ("apply", "unapply", "mutate_state")},
        (ProjectState, "reload_model"): reload_model,
        (models.Field, "clone"): _copier(models.Field.clone),
        (known.RunPython, "database_forwards"): _run_code("code"),
        (known.RunPython, "database_backwards"): _run_code("reverse_code"),
    }
    own = {(owner, name): getattr(owner, name) for owner, name in quick}
    _put(quick)
    try:
        yield
    finally:
        _put(own)


def _put(methods: dict[tuple[type, str], Any]) -> None:
    for (owner, name), does in methods.items():
        setattr(owner, name, does)


def _copier(put_together: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what copies a field that belongs to no class yet, as Django copies those of abstract classes."""

    def clone(self: Any) -> Any:
        if hasattr(self, "model"):
            return put_together(self)
        copied = copy.deepcopy(self)
        if not self.auto_created:  # fields stand in the order in which they were made
            copied.creation_counter = models.Field.creation_counter
            models.Field.creation_counter += 1
        return copied

    return clone


def _run_code(which: str) -> Callable[..., None]:
    """Return what carries out the code of a migration, of a state's classes with those that it asks for."""

    def carry_out(self: Any, app_label: str, schema_editor: Any, from_state: ProjectState, to_state: Any) -> None:
        code = getattr(self, which)
        if code is None:
            raise NotImplementedError("You cannot reverse this operation")
        if code is not known.RunPython.noop and router.allow_migrate(
            schema_editor.connection.alias, app_label, **self.hints
        ):
            code(_AsAskedFor(from_state), schema_editor)

    return carry_out


class _AsAskedFor:
    """The classes of a state, each made when it is asked for, together with those that it leads to.

    What leads to it is not there, unless asked for too: a query by way of that is an error. Where rows are deleted, the
    database tells of those that still lead to them.
    """

    def __init__(self, state: ProjectState) -> None:
        self._models: dict[tuple[str, str], ModelState] = state.models
        self._made = StateApps(sorted(state.real_apps), {})

    def get_model(self, app_label: str, model_name: str | None = None) -> Any:
        """Return one class, named as Django lets one name it."""
        self._make(resolve_relation(app_label if model_name is None else f"{app_label}.{model_name}"))
        return self._made.get_model(app_label, model_name)

    def get_models(self, **options: bool) -> Any:
        """Return all classes."""
        self._make(*self._models)
        return self._made.get_models(**options)

    def _make(self, *named: tuple[str, str]) -> None:
        wanted = [*named]
        missing: dict[tuple[str, str], ModelState] = {}
        while wanted:
            key = wanted.pop()
            if key not in missing and key[1] not in self._made.all_models[key[0]] and key in self._models:
                missing[key] = self._models[key]
                wanted += _leads_to(key, self._models[key])
        self._made.render_multiple([*missing.values()])


def _leads_to(key: tuple[str, str], model: ModelState) -> Iterator[tuple[str, str]]:
    """Name the models without which one is not whole."""
    for field in model.fields.values():
        if field.remote_field:
            yield resolve_relation(field.remote_field.model, *key)
            if through := getattr(field.remote_field, "through", None):
                yield resolve_relation(through, *key)
    for base in model.bases:
        if isinstance(base, str):
            yield resolve_relation(base, *key)


def _reload_alone(state: ProjectState, app_label: str, model_name: str) -> None:
    """Make the class of one model anew, where there are classes at all."""
    if "apps" in vars(state):
        state.is_delayed = True
        with state.apps.bulk_update():
            state.apps.unregister_model(app_label, model_name)
        state.apps.render_multiple([state.models[app_label, model_name]])


def _render_all(state: ProjectState) -> None:
    """Make all classes anew, where some were made alone."""
    if state.is_delayed and "apps" in vars(state):
        state.clear_delayed_apps_cache()
        state.is_delayed = False
        _ = state.apps  # now, as the copies of a state share them


def _looks_at_one(operation: Any) -> bool:
    """Say whether an operation needs no class but that of its model, and those that its model names."""
    kind = type(operation)  # a kind of somebody's own may do anything
    if kind is known.SeparateDatabaseAndState:
        return all(map(_looks_at_one, (*operation.database_operations, *operation.state_operations)))
    if kind is known.CreateModel:
        has_parents = any(isinstance(base, str) for base in operation.bases)
        return not has_parents and not any(field.many_to_many for _name, field in operation.fields)
    if kind is known.AddField:
        return not operation.field.many_to_many
    if kind is known.AlterField:
        return not (operation.field.many_to_many or operation.field.unique)  # nobody refers to what is not unique
    return kind in LOOKING_AT_ONE
