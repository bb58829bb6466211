"""A file that is handed out is saved under a plain name, kept by nobody between, and may do nothing when opened."""

import pytest
from django.http import HttpRequest, HttpResponseBase
from django.test import Client
from django.urls import path

from bereg.core.downloads import CSV, attachment, safe_name

pytestmark = pytest.mark.urls(__name__)


def whole(request: HttpRequest) -> HttpResponseBase:
    return attachment("a,b\n", name='a\u202evsc"\r\nX: 1.csv', kind=CSV)


whole.access = "public"  # type: ignore[attr-defined]
urlpatterns = [path("whole/", whole)]


def test_it_is_an_attachment_in_a_sandbox(client: Client) -> None:
    headers = client.get("/whole/").headers
    assert headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in headers["Content-Security-Policy"].split("; ")
    assert "'self'" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_a_deceiving_name_is_made_plain(client: Client) -> None:
    said = client.get("/whole/").headers["Content-Disposition"]
    assert said == 'attachment; filename="avsc X: 1.csv"'


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\boot.ini", "boot.ini"),
        (".hidden", "hidden"),
        ("", "file"),
        ("/", "file"),
        ("я" * 500 + ".csv", "я" * 116 + ".csv"),
        ("a" * 500, "a" * 120),
    ],
)
def test_names_have_no_folder_and_an_end(name: str, plain: str) -> None:
    assert safe_name(name) == plain
    assert len(safe_name(name)) <= 120
