"""Cookies under TLS: bound to this very server, closed to scripts and to other sites."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demonstration import tables_on_sqlite

pytestmark = pytest.mark.once("it starts an installation of its own on SQLite")
ROOT = Path(__file__).parents[1]
ASK = """
from django.contrib import messages
from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from bereg.accounts.session_middleware import SessionMiddleware
from bereg.vault import keyring

keyring.unlock_with(bytes(32))
def view(request):
    request.session["begun"] = True
    messages.success(request, "A heron is held until 2030.")
    get_token(request)
    return HttpResponse()
request = HttpRequest()
request.META = {"wsgi.url_scheme": "https"}
answer = SessionMiddleware(CsrfViewMiddleware(MessageMiddleware(view)))(request)
for cookie in answer.cookies.values():
    print(cookie.output(header=""))
"""


@pytest.mark.parametrize("is_secure", [False, True])
def test_names_and_attributes(tmp_path: Path, is_secure: bool) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BEREG_", "DJANGO_"))}
    environment |= {"BEREG_DATA": str(tmp_path), "BEREG_TRUSTED_PROXY": "yes" if is_secure else "no"}
    tables_on_sqlite(tmp_path)
    command = [sys.executable, "-m", "bereg", "shell", "--verbosity", "0", "--command", ASK]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    cookies = {line.strip().split("=")[0]: line for line in ended.stdout.splitlines() if "=" in line and ";" in line}
    assert set(cookies) == {f"__Host-{name}" if is_secure else name for name in ("bereg", "csrf", "messages")}
    for name, sent in cookies.items():
        for attribute in ("HttpOnly", "SameSite=Lax", "Path=/"):
            assert attribute in sent, (name, attribute)
        assert ("Secure" in sent) is is_secure
        assert "Domain" not in sent  # what `__Host-` asks for
        assert "expires" not in sent.lower()  # closing the browser ends them all
