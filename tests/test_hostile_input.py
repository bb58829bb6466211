"""Hostile text in every field of every form, and hostile requests: never an error of the program, nothing kept raw."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bereg.accounts.models import User
from bereg.accounts.roles import Role
from bereg.centres import staffing
from bereg.centres.models import Centre
from bereg.core.text import Bidi, normalise
from bereg.enquiries.models import Draft, Enquiry
from bereg.questionnaire.queries import current_version, form_of
from bereg.wsgi import application
from conftest import PASSWORD, make_user
from tests.world import PAGES, Site, form, make_world, sent_to

URLENCODED = "application/x-www-form-urlencoded"
HOSTILE = {
    "nul": "a\x00b",
    "only nul": "\x00",
    "controls": "a\x1b[31m\x7f\x85b\r\nc",
    "bidi": "a\u202eb\u2066c\u200f",
    "marks": "e" + "\u0301" * 100_000,
    "split marks": "\u1f82" * 50,
    "not a character": "\uffff\ufdd0\U0010ffff",
    "digits": "9" * 5000,
    "minus": "-" + "9" * 400,
    "exponent": "1e999999999",
    "nan": "sNaN",
    "infinite": "-Infinity",
    "arabic digits": "\u0661\u0662\u0663",
    "superscript": "\u00b2",
    "year 0": "0000-00-00",
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "no such day": "2026-02-30",
    "time": "24:00",
    "half a uuid": "12345678-1234",
    "uuid in braces": "{12345678-1234-5678-1234-567812345678}",
    "nil": "00000000-0000-0000-0000-000000000000",
    "query": "' OR 1=1; --",
    "markup": "</textarea><script>alert(1)</script>",
    "template": "{{ 7|add:7 }}{% debug %}%(x)s %s {0}",
    "path": "../../etc/passwd\n",
    "kelvin": "\u212a\u0130\u017f\u00df\ufb01",
    "long word": "я" * 3000,
    "spaces": " \t\n\u2028\u00a0",
    "json": '{"a": ["\\u0000", "\\ud800"]}',
}
LARGE = {
    "a megabyte": "a" * 999_000,
    "half a megabyte in Cyrillic": "я" * 160_000,
    "nesting": "[" * 200_000,
    "a long number": "[" + "7" * 20_000 + "]",
}
MARKUP = re.compile(r"<script>alert")


@pytest.fixture
def world(centre: Centre, other_centre: Centre, settings: Any, tmp_path: object) -> tuple[Site, Site]:
    settings.DATA = tmp_path
    settings.ACCOUNT_RATE_LIMITS = {}
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    cache.clear()
    return make_world(centre, other_centre)


def signed_in(role: Role, centre: Centre) -> Client:
    browser = Client()
    name = f"Somebody {role}"
    make_user(centre, role, name)
    answer = browser.post(reverse("account_login"), {"login": name.lower().replace(" ", "-"), "password": PASSWORD})
    assert answer.status_code == 302
    return browser


def fields_of(name: str, site: Site) -> list[str]:
    """Return every field that a page reads."""
    fields = set(sent_to(name, site))
    if PAGES[name].sent in {"form", "silent", "further"}:
        fields |= {"line", "direction", "started_on", "started_time", "language", "anonymous", "id", "joins", "act"}
        fields |= {"questionnaire", "outcome", "urgency", "shown", "without"}
    if PAGES[name].sent == "form":
        questions = form_of(current_version(site.centre)).questions
        fields |= {f"{part}-{question}" for part in "as" for question in questions}
    fields |= {"subdivision", "emergency_number", "address_en", "remove"} if "centre" in name else set()
    if name.startswith("mfa_"):
        fields |= {"code", "credential", "password"}
    return sorted(fields | {"next", "csrfmiddlewaretoken"})


def sent_raw(browser: Client, address: str, fields: dict[str, Any]) -> HttpResponse:
    """Send a form as bytes, surrogates included."""
    body = urlencode(fields, doseq=True, errors="surrogatepass")
    return browser.post(address, body, content_type=URLENCODED)  # type: ignore[return-value]


def kept() -> Iterator[str]:
    """Yield every text of every table, what stands in JSON too."""
    for model in apps.get_models():
        if model._meta.label not in {"questionnaire.Version", "sessions.Session", "contenttypes.ContentType"}:
            yield from texts_in(list(model._base_manager.values_list()))


def texts_in(value: object) -> Iterator[str]:
    """Yield the texts in a value as deep as it goes."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts_in([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_in(each)


RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\u200f\u202e\u2066]")


def try_it(browser: Client, address: str, fields: dict[str, Any]) -> int:
    """Send a form, look at the answer and at what was stored, and take it back."""
    with transaction.atomic():
        answer = sent_raw(browser, address, fields)
        assert answer.status_code < 500
        assert not MARKUP.search(answer.content.decode())
        assert answer.status_code >= 400 or not any(map(RAW.search, kept()))
        transaction.set_rollback(True)
    browser.cookies.pop("messages", None)
    return answer.status_code


def forms(site: Site) -> Iterator[tuple[str, str, Role | None]]:
    """Yield name, address and a role that may send it, of every page that takes a form."""
    for name, page in PAGES.items():
        if page.takes != "GET":
            role = None if page.roles is None else Role.SUPERVISOR if Role.SUPERVISOR in page.roles else Role.ADMIN
            yield name, site.address(name), role


@pytest.fixture
def browsers(world: tuple[Site, Site], supervisor: User) -> dict[Role | None, Client]:
    here, _ = world
    here.ids["secret"] = staffing.invite(centre=here.centre, role=Role.INTERN, by=supervisor)
    here.ids["reset"] = staffing.offer_reset(user=here.operator, with_second_factor=True, by=supervisor)
    return {None: Client(), **{role: signed_in(role, here.centre) for role in (Role.SUPERVISOR, Role.ADMIN)}}


def test_hostile_text_in_every_field(world: tuple[Site, Site], browsers: dict[Role | None, Client]) -> None:
    here, _ = world
    for name, address, role in forms(here):
        good, fields = sent_to(name, here), fields_of(name, here)
        for what, text in HOSTILE.items():
            try:
                try_it(browsers[role], address, {**good, **dict.fromkeys(fields, text)})
            except Exception as problem:
                problem.add_note(f"{name}, every field: {what}")
                raise


def test_hostile_text_in_one_field_of_a_good_form(
    world: tuple[Site, Site], browsers: dict[Role | None, Client]
) -> None:
    here, _ = world
    cheap = {what: text for what, text in HOSTILE.items() if len(text) < 2000}
    for name, address, role in forms(here):
        good, fields = sent_to(name, here), fields_of(name, here)
        if name in {"desk:draft", "desk:correction_draft", "desk:correct", "desk:relevance"}:
            continue  # the same fields as the form itself, read by the same classes
        for number, field in enumerate(fields):
            for place, (what, text) in enumerate(cheap.items()):
                if (number + place) % 6:  # a part of all pairs, since two minutes are too long for a test
                    continue
                try:
                    try_it(browsers[role], address, {**good, field: text})
                except Exception as problem:
                    problem.add_note(f"{name}, {field}: {what}")
                    raise


def test_large_text_in_each_form(world: tuple[Site, Site], browsers: dict[Role | None, Client]) -> None:
    here, _ = world
    for name, address, role in forms(here):
        good = sent_to(name, here)
        wide = ("narrative", "credential", "password", "address_ru", "name", "typed", "name_en")
        for field in [each for each in wide if each in fields_of(name, here)][:2]:
            for what, text in LARGE.items():
                try:
                    try_it(browsers[role], address, {**good, field: text})
                except Exception as problem:
                    problem.add_note(f"{name}, {field}: {what}")
                    raise


def test_several_values_where_one_is_expected(world: tuple[Site, Site], browsers: dict[Role | None, Client]) -> None:
    here, _ = world
    for name, address, role in forms(here):
        several: dict[str, Any] = {field: ["a", "", "\x00", "z"] for field in fields_of(name, here)}
        try_it(browsers[role], address, several)
        try_it(browsers[role], address, {f"{field}[]": "a" for field in several})


HEAD = '{"id":"AAAA","rawId":"AAAA","type":"public-key","response":'
CLIENT = "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQUFBQSIsIm9yaWdpbiI6Imh0dHA6Ly90ZXN0c2VydmVyIn0"
CREDENTIALS = [
    *("null", "1", '"x"', "[]", "{}", '{"id": 1}', HEAD + "{}}", HEAD + "[]}"),
    '{"id": "\\u0000", "rawId": "\\ud800", "response": {"userHandle": "\\u0000"}, "type": "public-key"}',
    HEAD + '{"clientDataJSON":"e30","authenticatorData":"AAAA","signature":"AAAA","userHandle":"%s"}}',
    HEAD + '{"clientDataJSON":"e30","attestationObject":"AAAA"}}',
    HEAD + f'{{"clientDataJSON":"{CLIENT}","authenticatorData":"{"A" * 43}FAAAAAA","signature":"AAAA",'
    '"userHandle":"%s"}}',
    '{"id": "A", "rawId": "A", "type": "public-key", "response": {"clientDataJSON": "A", "attestationObject": "A"}}',
]  # fmt: skip


@pytest.mark.parametrize("name", ["mfa_login_webauthn", "mfa_add_webauthn", "mfa_reauthenticate_webauthn"])
@pytest.mark.parametrize("handle", ["AAAA", "_____w", "bm9ib2R5", "YQBi"])
def test_a_mangled_passkey_is_refused(
    world: tuple[Site, Site], browsers: dict[Role | None, Client], name: str, handle: str
) -> None:
    browser = browsers[None if name == "mfa_login_webauthn" else Role.ADMIN]
    for credential in CREDENTIALS:
        browser.get(reverse(name), headers={"X-Requested-With": "XMLHttpRequest"})  # a challenge to answer
        try:
            try_it(browser, reverse(name), {"credential": credential.replace("%s", handle), "name": "key"})
        except Exception as problem:
            problem.add_note(f"{name}: {credential}")
            raise


QUERIES = {
    "desk:find": ("first", "last", "centre", "channel", "topic", "answer", "page"),
    "statistics:report": ("first", "last", "centre", "group"),
    "statistics:chart": ("first", "last", "centre", "group", "dark"),
    "statistics:monthly_chart": ("first", "last", "centre", "group"),
    "account_login": ("next",),
    "questionnaire:current": ("version",),
}


@pytest.mark.parametrize("name", QUERIES)
def test_hostile_queries(world: tuple[Site, Site], browsers: dict[Role | None, Client], name: str) -> None:
    here, _ = world
    browser, address = browsers[Role.SUPERVISOR if name != "account_login" else None], here.address(name)
    for what, text in HOSTILE.items():
        for fields in [(field,) for field in QUERIES[name]] + [QUERIES[name]]:
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
                with transaction.atomic():
                    answer = browser.generic(method, pattern.format(part))
                    transaction.set_rollback(True)
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


def test_hostile_bodies(world: tuple[Site, Site], browsers: dict[Role | None, Client]) -> None:
    here, _ = world
    for name in (
        "desk:form",
        "desk:draft",
        "desk:relevance",
        "centres:people",
        "account_login",
        "statistics:close_month",
    ):
        browser = browsers[Role.SUPERVISOR if name != "account_login" else None]
        address = here.address(name, {"enquiry": uuid4(), "draft": uuid4()})
        for kind, body in BODIES:
            for method in ("POST", "PUT", "GET"):
                with transaction.atomic():
                    answer = browser.generic(method, f"{address}?q=%41", body, content_type=kind)
                    transaction.set_rollback(True)
                assert answer.status_code < 500, (name, method, kind, body[:60])
    assert not Enquiry.objects.filter(narrative__contains="\ufffd").exists()


CHARSETS = ("hex", "idna", "utf-16", "rot13", "undefined", "\x00", "zlib", "punycode", "latin-1", "nothing", "UTF-8")


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("kind", [URLENCODED, "text/plain", "multipart/form-data; boundary=x"])
def test_any_character_set(world: tuple[Site, Site], kind: str, charset: str) -> None:
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


TEXTS = st.text(st.characters(), max_size=60) | st.sampled_from(list(HOSTILE.values())[:4])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_text_in_any_field_of_the_form(data: st.DataObject, desk: Client, centre: Centre) -> None:
    from bereg.questionnaire.actions import publish_standard

    publish_standard()
    questions = form_of(current_version(centre)).questions
    names = ["narrative", "call_back", "a-material", "a-gender", "a-citizenship", "a-source", "started_on", "line"]
    names += ["topics", "outcome", "consent", "channel", "started_time", *(f"a-{question}" for question in questions)]
    typed = data.draw(st.dictionaries(st.sampled_from(names), TEXTS, max_size=8))
    assert try_it(desk, reverse("desk:form", args=[uuid4()]), {"consent": "yes", **typed}) < 500
    assert try_it(desk, reverse("desk:draft", args=[uuid4()]), {"consent": "yes", **typed}) < 500


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200) | st.sampled_from([*HOSTILE.values()]))
def test_what_can_be_stored_is_stored_normalised(text: str, desk: Client) -> None:
    from bereg.questionnaire.actions import publish_standard

    publish_standard()
    pk, draft = uuid4(), uuid4()
    with transaction.atomic():
        answer = sent_raw(
            desk, reverse("desk:form", args=[pk]), {**form(), "narrative": text, "call_back": "x" + text[:5000]}
        )
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            assert answer.status_code == 400
        elif len(normalise("x" + text[:5000]).strip()) > 1000:
            assert answer.status_code == 422
        else:
            stored = Enquiry.objects.get(pk=pk)
            assert stored.narrative == normalise(text, bidi=Bidi.SIGN).strip()
            assert stored.call_back == normalise("x" + text[:5000]).strip()
            sent_raw(desk, reverse("desk:draft", args=[draft]), {**form(), "narrative": text})
            assert Draft.objects.get(pk=draft).fields["narrative"] == [normalise(text, bidi=Bidi.SIGN)]
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_hostile_text_in_the_first_run(client: Client) -> None:
    good = {"name": "A", "username": "admin-01", "password": PASSWORD, "name_en": "X", "scope": "national"}
    good |= {"country": "RU", "time_zone": "Europe/Moscow", "code": "moscow", "number_prefix": "MSK"}
    good |= {"line_kind_name": "toll_free", "line_address": "8 800 000 00 16", "hours": "9:00-18:00"}
    address = reverse("desk:welcome")
    for what, text in {**HOSTILE, **LARGE}.items():
        for field in [[each] for each in (*good, "subdivision", "weekdays")] if len(text) < 6000 else [list(good)]:
            try:
                try_it(client, address, {**good, "weekdays": "0", **dict.fromkeys(field, text)})
            except Exception as problem:
                problem.add_note(f"{field}: {what}")
                raise
    assert not User.objects.exists()
