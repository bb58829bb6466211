"""Hostile queries, addresses, bodies, cookies and headers: never an error of the program."""

from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory

from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries.models import Enquiry
from bereg.wsgi import application
from tests.hostile import HOSTILE, MARKUP, QUERIES, URLENCODED
from tests.opened import text_of
from tests.undone import undone
from tests.world import Site

# What is taken back must not be the new key of a session: nothing of what follows would be tried.
pytestmark = pytest.mark.usefixtures("clock_stands")
# What a chart reads is read by the same form as the report beside which it stands.
ONCE = {each: pytest.mark.once("read as the report is") for each in ("report:chart", "report:monthly_chart")}


CHARTS = 3  # one in so many texts goes to what is read as another page is


def asked_with(name: str, place: int, *, is_whole: bool) -> list[tuple[str, ...]]:
    """Return in which fields of a page a text is sent: a long run tries each alone, and all of them together.

    A quick run sends each text once: every other one in all fields, those between in one alone, in turn.
    """
    together = QUERIES[name]
    alone = [(field,) for field in together]
    if is_whole:
        return [*alone, together]
    if name in ONCE and place % CHARTS:
        return []
    return [alone[place // 2 % len(alone)]] if place % 2 else [together]


quick_or_whole = pytest.mark.parametrize(
    "is_whole", [pytest.param(False, id="each text"), pytest.param(True, id="each pair", marks=pytest.mark.torture)]
)


@quick_or_whole
@pytest.mark.parametrize("name", [pytest.param(each, marks=ONCE.get(each, ())) for each in QUERIES])
def test_hostile_queries(
    world: tuple[Site, Site], browsers: dict[Role | None, Client], name: str, is_whole: bool
) -> None:
    here, _ = world
    browser, address = browsers[Role.SUPERVISOR if name != "account_login" else None], here.address(name)
    for place, (what, text) in enumerate(HOSTILE.items()):
        for fields in asked_with(name, place, is_whole=is_whole):
            query = urlencode(dict.fromkeys(fields, text[:2000]), errors="surrogatepass")
            answer = browser.get(f"{address}?{query}")
            assert answer.status_code < 500, (what, fields)
            assert not MARKUP.search(answer.content.decode()), (what, fields)
    assert browser.get(f"{address}?{'&'.join(f'{field}=%ED%A0%80' for field in QUERIES[name])}").status_code == 400


def test_hostile_addresses(world: tuple[Site, Site], browsers: dict[Role | None, Client]) -> None:
    browser = browsers[Role.SUPERVISOR]
    patterns = ["/enquiries/{}/", "/figures/close/{}/", "/figures/chart/{}.svg", "/join/{}/", "/{}/"]
    patterns += ["/questionnaire/{}/", "/account/second-factor/passkeys/keys/{}/edit/", "/centres/lines/{}/"]
    patterns += ["/static/{}", "/static/core/{}"]
    texts = [
        *HOSTILE.values(),
        "1" * 30,
        "%FF",
        "%ED%A0%80",
        "..%2f..%2fsettings.py",
        "\ud800",
        "١",
        "9999-12",
        "0001-01",
    ]
    for pattern in patterns:
        for text in texts:
            part = text[:500] if text.startswith("%") else quote(text[:500], errors="surrogatepass", safe="")
            for method in ("GET", "POST"):
                with undone():
                    answer = browser.generic(method, pattern.format(part))
                assert answer.status_code < 500, (method, pattern, text[:30])


MULTIPART = "multipart/form-data; boundary=x"
PART = b"--x\r\nContent-Disposition: form-data; name="
BODIES: list[tuple[str, bytes]] = [
    ("application/json", b'{"narrative": "x"}'),
    ("application/json", b"\xff\xfe"),
    ("text/plain", b"narrative=x"),
    ("", b"narrative=x"),
    ("/", b"x"),
    ("multipart/form-data", b"--"),
    ("multipart/form-data; boundary=", b"--\r\n"),
    (MULTIPART, b"--x\r\n\r\n"),
    (MULTIPART, PART + b"narrative\r\n\r\n\xff\r\n--x--"),
    (MULTIPART, PART + b'"a\x00b"; filename="\xff"\r\n\r\n'),
    (MULTIPART, PART + b"narrative\r\nContent-Transfer-Encoding: base64\r\n\r\n!\r\n--x--"),
    ("multipart/form-data; boundary=" + "x" * 300, b"--x--"),
    ("multipart/form-data; boundary=\u044f".encode().decode("latin-1"), b"--x--"),
    (URLENCODED, b"narrative=\xff"),
    (URLENCODED, b"&".join(b"f%d=1" % number for number in range(300))),
    (URLENCODED, b"=" * 5000),
    (URLENCODED, b"&" * 500_000),
    (URLENCODED, b"a" * 1_000_001),
]  # fmt: skip


@pytest.mark.once("a body is read before a database is asked; what text it may hold: test_hostile_text.py")
@quick_or_whole
def test_hostile_bodies(world: tuple[Site, Site], browsers: dict[Role | None, Client], is_whole: bool) -> None:
    here, _ = world
    for name in (
        "desk:form",
        "desk:draft",
        "desk:relevance",
        "centres:people",
        "account_login",
        "report:close_month",
    ):
        browser = browsers[Role.SUPERVISOR if name != "account_login" else None]
        address = here.address(name, {"enquiry": uuid4(), "draft": uuid4()})
        for place, (kind, body) in enumerate(BODIES):
            others = ("PUT", "GET")  # by which no page reads a body
            for method in ("POST", *(others if is_whole else others[place % 2 :][:1])):
                with undone():
                    answer = browser.generic(method, f"{address}?q=%41", body, content_type=kind)
                assert answer.status_code < 500, (name, method, kind, body[:60])
    assert not any("\ufffd" in text_of(each) for each in Enquiry._base_manager.all())


CHARSETS = ("hex", "idna", "utf-16", "rot13", "undefined", "\x00", "zlib", "punycode", "latin-1", "nothing", "UTF-8")


@pytest.mark.once("a character set is looked at before a database is asked")
@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("kind", [URLENCODED, "text/plain", "multipart/form-data; boundary=x"])
def test_any_character_set(centre: Centre, kind: str, charset: str) -> None:
    for method in ("GET", "POST"):
        environ = RequestFactory()._base_environ(  # type: ignore[attr-defined]
            REQUEST_METHOD=method,
            PATH_INFO="/en/",
            QUERY_STRING="q=%41%FF",
            CONTENT_TYPE=f"{kind}; charset={charset}",
            CONTENT_LENGTH="9",
            **{"wsgi.input": BytesIO(b"login=%41")},
        )
        status: list[str] = []
        b"".join(application(environ, lambda line, headers: status.append(line)))  # noqa: B023
        assert status[0][0] in "24", status


SESSION_KEYS = [
    "\\000" * 10,
    '"\\000\\000\\000\\000\\000\\000\\000\\000\\000"',
    "x" * 5000,
    "я" * 20,
    "\x00" * 12,
    "'; --------",
]
HEADERS: list[dict[str, str]] = [
    {"Accept-Language": "x" * 100_000},
    {"Accept-Language": "ru-\x00,*;q=nan,en;q=-1"},
    {"Host": "evil.example"},
    {"Host": "testserver:99999"},
    {"Host": "\x00"},
    {"X-Forwarded-For": "not an address, \x00"},
    {"X-Forwarded-Host": "evil.example"},
    {"Referer": "http://\x00/"},
    {"Origin": "null"},
    {"HX-Request": "true", "HX-Current-URL": "http://[::1", "HX-Target": "\x00", "HX-Prompt": "%FF"},
    {"HX-Request": "true", "HX-Current-URL": "%FF%00", "HX-Current-URL-URI-AutoEncoded": "true"},
    {"User-Agent": "\x00" * 100},
    {"X-CSRFToken": "\x00" * 64},
    {"If-None-Match": '"\x00'},
    {"If-Modified-Since": "0000-00-00"},
    {"Content-Length": "minus"},
    {"X-HTTP-Method-Override": "DELETE"},
]


@pytest.mark.parametrize("name", ["account_login", "desk:today", "public_site:front_door", "public_site:home"])
def test_hostile_cookies_and_headers(world: tuple[Site, Site], name: str, settings: Any) -> None:
    here, _ = world
    for key in SESSION_KEYS:
        for cookie in (
            settings.SESSION_COOKIE_NAME,
            settings.CSRF_COOKIE_NAME,
            "messages",
            settings.LANGUAGE_COOKIE_NAME,
        ):
            for method in ("GET", "POST"):
                browser = Client(enforce_csrf_checks=True)
                raw = f"{cookie}={key}".encode().decode("latin-1")
                answer = browser.generic(method, here.address(name), HTTP_COOKIE=raw)
                assert answer.status_code < 500, (cookie, key, method)
    for headers in HEADERS:
        for method in ("GET", "POST"):
            answer = Client().generic(method, here.address(name), headers=headers)
            assert answer.status_code < 500, (headers, method)
            assert "evil" not in answer.headers.get("Location", "")
