"""The pages of the second factor are in the language of the reader, where the library leaves English words."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bereg.accounts.roles import Role
from conftest import make_user
from tests.factors import sign_in


@pytest.fixture
def browser(client: Client, centre: Any) -> Client:
    newcomer = make_user(centre, Role.OPERATOR, "Operator 07", second_factor=False)
    newcomer.language = "ru"
    newcomer.save()
    sign_in(client, newcomer)
    return client


@pytest.mark.parametrize(
    ("page", "labels"),
    [
        ("mfa_add_webauthn", {"Название ключа", "Входить только по нему, без пароля"}),
        ("mfa_activate_totp", {"Код из приложения"}),
    ],
)
def test_labels_are_in_the_language_of_the_reader(browser: Client, page: str, labels: set[str]) -> None:
    shown = browser.get(reverse(page)).content.decode()
    assert {label for label in labels if label in shown} == labels
