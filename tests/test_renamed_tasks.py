"""A task that waited in the queue while the program was brought up to date is found under its module's new name."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "migration",
    [
        "enquiries.migrations.0031_task_in_text_search",
        "importing.migrations.0002_task_in_tasks",
        "publishing.migrations.0002_task_in_tasks",
    ],
)
def test_a_waiting_task_is_found_under_its_new_name(migration: str) -> None:
    renaming = import_module(f"bereg.{migration}")
    waits = DBTaskResult.objects.create(task_path=renaming.OLD, args_kwargs={}, backend_name="default")
    other = DBTaskResult.objects.create(task_path="bereg.console.tasks.nightly", args_kwargs={}, backend_name="default")
    renaming.rename(apps, connection.schema_editor())
    waits.refresh_from_db()
    assert waits.task.module_path == renaming.NEW
    assert import_string(renaming.NEW).module_path == renaming.NEW
    other.refresh_from_db()
    assert other.task_path == "bereg.console.tasks.nightly"
