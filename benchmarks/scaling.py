"""The pages of a day over a throw-away year that grows: by the wall clock, and by the processor of the server."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

from tqdm import tqdm

from benchmarks.browser import Browser, UnexpectedAnswerError, read_form
from benchmarks.growing import grow
from benchmarks.measurement import Measurement, percentile
from benchmarks.stand import Site, Stand

LATEST = "/find/?open=on"  # an open enquiry of the demonstration itself, whose text opens


@dataclass(frozen=True)
class Asked:
    """A page, and what is sent to it; `{enquiry}` and `{person}` stand for an open enquiry and its operator."""

    who: str
    path: str
    sent: tuple[tuple[str, str], ...] = ()
    action: str = ""  # of the form on the page that sends it


PAGES = {
    "find": Asked("supervisor", "/find/"),
    "find_operator": Asked("operator", "/find/"),
    "find_lawyer": Asked("lawyer", "/find/"),
    "find_mine": Asked("operator", "/find/?mine=on"),
    "find_open": Asked("supervisor", "/find/?open=on"),
    "find_day": Asked("supervisor", "/find/?first=2008-02-01&last=2008-02-01"),
    "find_topic": Asked("supervisor", "/find/?topic=unpaid_wages"),
    "find_rare_answer": Asked("supervisor", "/find/?answer=gender:unknown"),
    "find_rare_way": Asked("supervisor", "/find/?channel=web&answer=gender:unknown"),
    "find_next_page": Asked("supervisor", "/find/?after=1206000000000000"),
    "find_contact": Asked("supervisor", "/find/", (("contact", "8 916 000-00-16"),), "/find/contact/"),
    "find_number": Asked("operator", "/find/", (("typed", "2008-00042"),), "/find/open/"),
    "enquiry": Asked("supervisor", "{enquiry}"),
    "today": Asked("operator", "/today/"),
    "today_supervisor": Asked("supervisor", "/today/"),
    "form": Asked("operator", "/enquiries/new/"),
    "figures_open_month": Asked("supervisor", "/figures/?first=2008-05&last=2008-05"),
    "retention": Asked("supervisor", "/retention/"),
    "retention_admin": Asked("admin", "/retention/"),
    "practice": Asked("operator", "/practice/given/"),
    "acts": Asked("supervisor", "/audit/"),
}


def pages_of_each_size(made: Stand, sizes: Iterable[int], seconds: float, rounds: int) -> Iterator[Measurement]:
    """Yield the median time of each page in the demonstration year, and how many times that it takes when grown."""
    first: dict[str, float] = {}
    for size in (0, *sizes):
        begun = time.perf_counter()
        with tqdm(disable=None, file=sys.stderr, leave=False) as bar:
            enquiries = grow(made, size, bar.set_description_str)
        yield Measurement("grow", time.perf_counter() - begun, "s", more={"enquiries": enquiries})
        with made.serving() as site:
            for name, milliseconds, processor, count in _measured(site, seconds, rounds):
                more: dict[str, object] = {"enquiries": enquiries, "processor_ms": round(processor, 1), "count": count}
                # By the processor, which other work does not change; not where the database's own time is not in it.
                taken = milliseconds if made.database or not processor else processor
                more["times"] = round(taken / first.setdefault(name, taken), 2)
                yield Measurement(f"page_{name}", milliseconds, "ms", reach="times <= 2", more=more)


def _measured(site: Site, seconds: float, rounds: int) -> Iterator[tuple[str, float, float, int]]:
    """Yield each page's median by the wall clock and the processor's time, in ms, and how often it was asked for."""
    with ExitStack() as stack:
        people = sorted({page.who for page in PAGES.values()})
        browsers = {who: stack.enter_context(closing(site.browser(f"{who}.moscow"))) for who in people}
        enquiry = _open_enquiry(browsers["supervisor"])
        for name, page in PAGES.items():
            browsers[page.who].close()  # it connects anew: a server ends connections that rest too long
            act = _Act(browsers[page.who], page, enquiry)
            act()  # what a process keeps is made by the first one: the figures of a month, and statements
            act()
            taken: list[float] = []
            until, before = time.perf_counter() + seconds / 10, site.processor_s()
            while len(taken) < rounds or time.perf_counter() < until:
                begun = time.perf_counter()
                act()
                taken.append(time.perf_counter() - begun)
            processor = (site.processor_s() - before) / len(taken)
            yield name, percentile(sorted(taken), 0.5) * 1000, processor * 1000, len(taken)


class _Act:
    """One page, asked for again and again."""

    def __init__(self, browser: Browser, page: Asked, enquiry: str) -> None:
        self._browser, self._path = browser, page.path.format(enquiry=enquiry)
        self._action, self._fields = page.action, list(page.sent)
        if page.action:
            form = read_form(browser.get(self._path)[1], page.action)
            self._fields += [field for field in form.fields if field[0] not in dict(page.sent)]

    def __call__(self) -> None:
        """Ask once. Raise UnexpectedAnswerError."""
        if self._action:
            status, _to = self._browser.post(self._action, self._fields)
        else:
            status, _page = self._browser.take(self._path)
        if status not in {200, 302}:
            raise UnexpectedAnswerError(f"{self._path} answered {status}.")


def _open_enquiry(browser: Browser) -> str:
    """Return the address of an open enquiry of the demonstration: a copy's id is a UUID of version 8."""
    address = LATEST
    while address:
        page = browser.get(address)[1]
        for part in page.split('href="/enquiries/')[1:]:
            if part[14] != "8" and part[36:38] == '/"':
                return f"/enquiries/{part[:36]}/"
        address = page.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
        address = f"/find/{address}" if address else ""
    raise UnexpectedAnswerError("No enquiry of the demonstration is open.")
