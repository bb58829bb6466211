"""The page of retention comforts nobody on a machine that is not backed up, or where nothing was erased yet."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.vault.models import LedgerLine
from conftest import make_user

COMFORT, WARNING = "Every erasure is copied off this machine", "Nothing is backed up"


@pytest.fixture
def browser(client: Client, centre: Centre) -> Client:
    client.force_login(make_user(centre, Role.ADMIN, "Administrator 01"))
    return client


def shown(browser: Client) -> str:
    return browser.get(reverse("retention:retention")).content.decode()


@pytest.mark.parametrize("missing", ["BACKUPS", "KEYS_BACKUPS"])
def test_without_backups_it_says_so(browser: Client, settings: Settings, tmp_path: Path, missing: str) -> None:
    settings.BACKUPS = settings.KEYS_BACKUPS = tmp_path
    assert WARNING not in shown(browser)
    setattr(settings, missing, None)
    page = shown(browser)
    assert WARNING in page
    assert COMFORT not in page


def test_it_comforts_only_where_something_was_erased_and_copied(
    browser: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.BACKUPS = settings.KEYS_BACKUPS = tmp_path
    page = shown(browser)
    assert COMFORT not in page
    assert "Nothing has been erased yet." in page
    LedgerLine.objects.create(
        record_hash=bytes(32),
        kind="narrative",
        because="retention",
        backups_end_on=timezone.localdate(),
        copied_at=timezone.now(),
    )
    assert COMFORT in shown(browser)
