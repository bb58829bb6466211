"""Migrations that take a second instead of ten.

After each operation Django makes the classes of all models anew that have to do, by whatever way, with the one that
changed: here nearly all, as nearly everything leads to a user. Most operations look at no class but that of their own
model. For a migration of such operations alone, its model alone is made anew; before any other migration, and before
the code of one runs, all are. The tables stay the same: bereg/console/tests/test_migrate_one_model_at_a_time.py.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations import Migration
from django.db.migrations import operations as known
from django.db.migrations.state import ProjectState

LOOKING_AT_ONE = {
    known.RemoveField,
    known.AddIndex,
    known.RemoveIndex,
    known.AddConstraint,
    known.RemoveConstraint,
    known.AlterModelOptions,
    known.RunSQL,
    known.RunPython,  # Django gives it all classes anew
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

    own = {name: getattr(Migration, name) for name in ("apply", "unapply", "mutate_state")}
    for name, does in own.items():
        setattr(Migration, name, told(does))
    ProjectState.reload_model = reload_model  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.reload_model = everything  # type: ignore[method-assign]
        for name, does in own.items():
            setattr(Migration, name, does)


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
