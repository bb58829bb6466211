"""Who imports in the tests of this room, and where files go meanwhile."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.questionnaire.publishing import publish_standard
from conftest import make_user


@pytest.fixture
def folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("bereg.core.secure_delete.cut_log", lambda: True)  # not within the transaction of a test
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def chief(centre: Centre) -> User:
    publish_standard()
    person = make_user(centre, Role.SUPERVISOR, "Chief")
    person.language = "en"
    person.save()
    return person


@pytest.fixture
def page(chief: User, folder: Path) -> Client:
    client = Client()
    client.force_login(chief)
    return client
