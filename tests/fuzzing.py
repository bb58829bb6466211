"""Requests made up by hypothesis for every address of the program, from what its own forms send and from nowhere."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode

from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bereg.accounts.roles import Role
from tests.addresses import PAGES, routes
from tests.arguments import MISSING, SHARED
from tests.hostile import HOSTILE, QUERIES, URLENCODED, fields_of
from tests.sent import sent_to
from tests.undone import undone
from tests.world import Site

FEW = 10
METHODS = ("POST", "GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW")
HEADERS = (
    "HX-Request", "HX-Target", "HX-Current-URL", "X-Bereg-Script", "X-Bereg-Background", "Accept-Language", "Accept",
    "Referer", "Origin", "Host", "If-Modified-Since", "If-None-Match", "Range", "X-Forwarded-For", "X-Requested-With",
    "User-Agent", "X-CSRFToken", "Cookie", "Accept-Encoding",
)  # fmt: skip
KINDS = ("application/json", "text/plain", "", "multipart/form-data", "image/png", f"{URLENCODED}; charset=utf-16")
CONTROL = re.compile(r"<(?:input|button|select|textarea)[^>]*?\bname=\"([^\"]+)\"")
VALUE = re.compile(r"\bvalue=\"([^\"]{0,200})\"")
SPOILT = [*HOSTILE.values(), "\ud800", "", "0", "-1", "on", "true", "null", "[]", "x" * 300]
Body = tuple[str, bytes]  # its kind, and what it holds


@dataclass
class Request:
    """One request, as it can be said again."""

    name: str
    method: str
    path: str
    form: Body
    headers: dict[str, str]

    def sent_by(self, browser: Client) -> int:
        """Send it, and return the status. What it stored is taken back, and who was signed in stays so."""
        cookies = SimpleCookie(browser.cookies)
        try:
            with undone():
                answer = browser.generic(self.method, self.path, self.form[1], self.form[0], headers=self.headers)
                return answer.status_code
        finally:
            browser.cookies = cookies
            cache.clear()


@dataclass(repr=False)
class Fuzz:
    """Everything that one person's requests are made of: the addresses, and what the forms there send."""

    browser: Client
    sites: Sequence[Site]
    role: Role | None = None
    names: Sequence[str] = field(default_factory=lambda: sorted({name for name, _pattern in routes()}))
    seen: dict[str, int] = field(default_factory=dict)  # by the class of the status
    visited: set[str] = field(default_factory=set)
    _known: dict[str, st.SearchStrategy[Request]] = field(default_factory=dict)

    def run(self, count: int, *, first: int = 0) -> None:
        """Send so many requests, to each address its share. Raise what the program raised, with the least request."""
        turns = [*self.names, *self._own(), *self._own()]
        each, rest = divmod(count, len(turns))
        if each < FEW:  # too few for each: the first that hypothesis makes up is always a plain one
            mixed = st.one_of(st.sampled_from(self.names), st.sampled_from(self._own()))
            self._run(mixed.flatmap(self._to), count, first)
            return
        for number, name in enumerate(turns):
            self._run(self._to(name), each + (number < rest), first + number)

    def _own(self) -> list[str]:
        """Return what this person may open. It has three turns: the refusal of the rest is one line of the program."""
        found = [each for each in self.names if PAGES[each].roles is None or self.role in (PAGES[each].roles or ())]
        return found or list(self.names)

    def _run(self, requests: st.SearchStrategy[Request], count: int, number: int) -> None:
        @seed(number)
        @settings(
            max_examples=count,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        )
        @given(requests)
        def ask(request: Request) -> None:
            status = request.sent_by(self.browser)
            assert status < 500, request
            self.visited.add(request.name)
            self.seen[f"{status // 100}xx"] = self.seen.get(f"{status // 100}xx", 0) + 1

        ask()

    def _to(self, name: str) -> st.SearchStrategy[Request]:
        """Return what draws a request to one page: made once, as hypothesis looks long at each new one."""
        if name not in self._known:
            fields, values = self._form_of(name)
            value = st.one_of(st.sampled_from(values), st.sampled_from(SPOILT), st.text(max_size=30))
            known = st.sampled_from(fields)
            pairs = st.lists(st.tuples(st.one_of(known, known, known, st.text(max_size=12)), value), max_size=8)
            header = st.one_of(value, st.sampled_from(["true", "*/*", "bytes=0-", "http://[::1", "en;q=-1"]))
            usual = st.sampled_from((PAGES[name].takes or "GET POST").split()[::-1])
            self._known[name] = st.builds(
                Request,
                name=st.just(name),
                method=st.one_of(usual, usual, usual, st.sampled_from(METHODS)),
                path=st.tuples(self._path(name), pairs.map(_query)).map("".join),
                form=self._body(name, pairs),
                headers=st.dictionaries(st.sampled_from(HEADERS), header.map(_in_header), max_size=2),
            )
        return self._known[name]

    def _path(self, name: str) -> st.SearchStrategy[str]:
        """Draw the address with an id of one's own, of another centre, of nobody, or with what is none."""
        argument = PAGES[name].argument
        if not argument:
            return st.just(reverse(name))
        ids = [self.sites[0].address(name), self.sites[1].address(name)]
        with suppress(NoReverseMatch):
            ids.append(reverse(name, args=[MISSING[argument]]))
        own = str({**SHARED, **self.sites[0].ids}[argument])
        spoilt = st.one_of(st.sampled_from(SPOILT), st.text(max_size=20)).map(
            lambda text: ids[0].replace(own, quote(text[:500], errors="surrogatepass", safe=""))
        )
        return st.one_of(st.just(ids[0]), st.sampled_from(ids), spoilt)

    def _body(self, name: str, pairs: st.SearchStrategy[list[tuple[str, str]]]) -> st.SearchStrategy[Body]:
        """Draw a form: as the page sends it, with some fields spoilt, made up; or what is no form at all."""
        whole = [(key, str(text)) for key, texts in sent_to(name, self.sites[0]).items() for text in _each(texts)]
        spoilt = pairs.map(lambda more: [*(pair for pair in whole if pair[0] not in dict(more)), *more])
        form = st.one_of(st.just(whole), spoilt, spoilt, pairs)
        raw = st.one_of(st.binary(max_size=200), st.sampled_from([b"{}", b"[1e999]", b'{"a": "\\ud800"}', b"--x--"]))
        return st.one_of(
            form.map(lambda fields: (URLENCODED, urlencode(fields, errors="surrogatepass").encode())),
            form.map(lambda fields: (URLENCODED, urlencode(fields, errors="surrogatepass").encode())),
            form.map(_multipart),
            st.tuples(st.sampled_from(KINDS), raw),
        )

    def _form_of(self, name: str) -> tuple[list[str], list[str]]:
        """Return the names of the controls on a page, as this person sees it, and the values that stand there."""
        with undone():
            page = self.browser.get(self.sites[0].address(name)).content.decode(errors="replace")
        known = {*CONTROL.findall(page), *QUERIES.get(name, ()), *fields_of(name, self.sites[0])}
        values = dict.fromkeys(map(unescape, VALUE.findall(page)))
        values |= dict.fromkeys(str(each) for site in self.sites for each in site.ids.values())
        return sorted(known - {"csrfmiddlewaretoken"}), list(values)


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _query(pairs: list[tuple[str, str]]) -> str:
    return f"?{urlencode(pairs, errors='surrogatepass')}" if pairs else ""


def _in_header(text: str) -> str:
    """Return what a server hands on of a header: bytes read as Latin letters."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")[:500]


def _multipart(fields: list[tuple[str, str]]) -> Body:
    """Return a form with its last field sent as a file."""
    parts = b""
    for number, (name, text) in enumerate(fields, 1):
        file = b'; filename="a.txt"' if number == len(fields) else b""
        key, content = (each.encode("utf-8", "surrogatepass") for each in (name, text))
        parts += (
            b'--edge\r\nContent-Disposition: form-data; name="' + key + b'"' + file + b"\r\n\r\n" + content + b"\r\n"
        )
    return "multipart/form-data; boundary=edge", parts + b"--edge--\r\n"
