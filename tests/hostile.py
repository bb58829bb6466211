"""Hostile text, and what sends it: a form goes out as bytes, is looked at, and is taken back."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus, urlencode

from django.apps import apps
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client

from bereg.accounts.roles import Role
from bereg.centres.models import Centre
from bereg.enquiries.models import Draft, Enquiry
from bereg.questionnaire.queries import current_version, form_of
from bereg.vault.fields import SealedField
from bereg.vault.reading import open_texts
from conftest import make_user
from tests.addresses import PAGES
from tests.factors import sign_in
from tests.sent import sent_to
from tests.undone import storing, undone
from tests.world import Site

URLENCODED = "application/x-www-form-urlencoded"
LONG = 10_000
SAYS_MORE = re.compile(r"[%&+=;\s\x00-\x1f\ud800-\udfff]")  # in a form: what ends a value, or stands for another letter
HOSTILE = {
    "nul": "a\x00b",
    "only nul": "\x00",
    "controls": "a\x1b[31m\x7f\x85b\r\nc",
    "bidi": "a\u202eb\u2066c\u200f",
    "marks": "e" + "\u0301" * 400,
    "split marks": "\u1f82" * 50,
    "not a character": "\uffff\ufdd0\U0010ffff",
    "digits": "9" * 4500,
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
    "long word": "я" * 1200,
    "spaces": " \t\n\u2028\u00a0",
    "json": '{"a": ["\\u0000", "\\ud800"]}',
}
LARGE = {
    "a megabyte": "a" * 990_000,
    "a hundred thousand marks": "e" + "\u0301" * 100_000,
    "half a megabyte in Cyrillic": "я" * 160_000,
    "nesting": "[" * 200_000,
    "a long number": "[" + "7" * 20_000 + "]",
}
LARGE_FOR_A_DATABASE = ("a megabyte", "half a megabyte in Cyrillic")
QUERIES = {  # what pages read of their address
    "desk:find": ("first", "last", "centre", "channel", "topic", "answer", "page"),
    "tasks:open_tasks": ("centre", "holder", "late", "after"),
    "referrals:bodies": ("begins", "ends", "whom", "kind"),
    "report:report": ("first", "last", "centre", "group"),
    "report:cross_tables": ("first", "last", "centre", "group"),
    "report:chart": ("first", "last", "centre", "group", "dark"),
    "report:monthly_chart": ("first", "last", "centre", "group"),
    "signals:signals": ("centre",),
    "evaluation:results": ("first", "last"),
    "signals:signal_chart": ("centre", "dark"),
    "signals:note_signal": ("share", "centre", "month"),
    "audit_review:acts": ("first", "last", "person", "group", "number", "page"),
    "account_login": ("next",),
    "questionnaire:current": ("version",),
}
MARKUP = re.compile(r"<script>alert")


def signed_in(role: Role, centre: Centre) -> Client:
    browser = Client()
    assert sign_in(browser, make_user(centre, role, f"Somebody {role}")).status_code == 302
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


def sent_raw(browser: Client, address: str, fields: dict[str, Any], *, is_escaped: bool = True) -> HttpResponse:
    """Send a form as bytes, surrogates included.

    A form that is not escaped has a long text as it is, which is read as the same: each of a hundred thousand escapes
    is written, looked for and read again, before the page that is asked sees any of it.
    """
    how: Any = quote_plus if is_escaped else _as_it_is
    body = urlencode(fields, doseq=True, errors="surrogatepass", quote_via=how)
    return browser.post(address, body, content_type=URLENCODED)  # type: ignore[return-value]


def _as_it_is(text: str, *how: Any) -> str:
    return text if len(text) > LONG and not SAYS_MORE.search(text) else quote_plus(text, *how)


def kept(stored: list[str] | None = None) -> Iterator[str]:
    """Yield every text of every table, what stands in JSON or is sealed too; of those alone that statements name."""

    def is_named(model: type[Model]) -> bool:
        return stored is None or any(model._meta.db_table in statement for statement in stored)

    for model in filter(is_named, apps.get_models()):
        if model._meta.label not in {"questionnaire.Version", "accounts.Session", "contenttypes.ContentType"}:
            yield from texts_in(list(model._base_manager.values_list()))
    for record in (record for model in filter(is_named, (Enquiry, Draft)) for record in model._base_manager.all()):
        sealed = [field.name for field in record._meta.concrete_fields if isinstance(field, SealedField)]
        yield from open_texts(record, sealed).values()


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


def try_it(browser: Client, address: str, fields: dict[str, Any], *, is_escaped: bool = True) -> int:
    """Send a form, look at the answer and at what was stored, and take it back."""
    with undone(), storing() as stored:
        answer = sent_raw(browser, address, fields, is_escaped=is_escaped)
        assert answer.status_code < 500
        is_pdf = answer["Content-Type"] == "application/pdf"  # no page: what a form prints is drawn, not read as markup
        assert is_pdf or not MARKUP.search(answer.content.decode())
        # What no statement stored into is as it was; to look at every row takes longer than most pages.
        assert answer.status_code >= 400 or not any(map(RAW.search, kept(stored)))
    browser.cookies.pop("messages", None)
    return answer.status_code


def forms(site: Site) -> Iterator[tuple[str, str, Role | None]]:
    """Yield name, address and a role that may send it, of every page that takes a form."""
    for name, page in PAGES.items():
        if page.takes != "GET":
            role = None if page.roles is None else Role.SUPERVISOR if Role.SUPERVISOR in page.roles else Role.ADMIN
            yield name, site.address(name), role
