"""What the tests of imports by the pages share: a register uploaded, mapped, tried and imported."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from bereg.centres.models import Centre
from bereg.importing import tasks
from bereg.importing.models import RegisterImport
from tests.importing import HEADER, MAPPING, ROWS

REGISTER = "\n".join((HEADER, *ROWS)) + "\n"


def send(client: Client, content: bytes | str = REGISTER, name: str = "old.csv", **more: str) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    centre = str(Centre.objects.get(code="moscow").pk)
    file = SimpleUploadedFile(name, raw)
    return client.post(reverse("importing:imports"), {"file": file, "centre": centre, **more})


def sent(client: Client, content: bytes | str = REGISTER, name: str = "old.csv", mapping: str = MAPPING) -> Any:
    """Upload a register with a mapping that fits."""
    answer = send(client, content, name)
    assert answer.status_code == 302, answer.content.decode()
    found = RegisterImport._base_manager.order_by("made_at").last()
    assert found
    if mapping:
        answer = client.post(at("text", found), {"mapping": mapping, "version": "1"})
        assert answer.status_code == 302, answer.content.decode()
        found.refresh_from_db()
    return found


def at(name: str, found: Any) -> str:
    return reverse(f"importing:{name}", args=[found.pk])


def work(found: Any) -> Any:
    """Do what waits, as the worker does."""
    result = DBTaskResult.objects.get(pk=found.task)
    tasks.run_import.func(**result.args_kwargs["kwargs"])
    found.refresh_from_db()
    return found


def begin(client: Client, found: Any, act: str = "") -> Any:
    answer = client.post(at("begin", found), {"version": str(found.version), "act": act})
    assert answer.status_code == 302, answer.content.decode()
    found.refresh_from_db()
    return found


def imported(client: Client, found: Any) -> Any:
    work(begin(client, found))
    return work(begin(client, found, "import"))
