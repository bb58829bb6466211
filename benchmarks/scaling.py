"""The pages and acts of a day over a throw-away year that grows: by the wall clock, and by the server's processor."""

import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

from tqdm import tqdm

from benchmarks.browser import Browser, Fields, UnexpectedAnswerError, read_form
from benchmarks.bulk_data import grow
from benchmarks.installation import Installation, Site
from benchmarks.load import Act
from benchmarks.measurement import Measurement, percentile
from benchmarks.saving import saving

LATEST = "/find/?open=on"  # an open enquiry of the demonstration itself, whose text opens
A_NIGHT = "import django; django.setup(); from benchmarks.nightly_tasks import a_night; a_night()"


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
    "find_by_urgency": Asked("operator", "/find/?order=urgent&mine=on"),
    "find_by_last_contact": Asked("supervisor", "/find/?order=contact"),
    "find_by_last_contact_lawyer": Asked("lawyer", "/find/?order=quiet"),
    "find_contact": Asked("supervisor", "/find/", (("contact", "8 916 000-00-16"),), "/find/contact/"),
    "find_number": Asked("operator", "/find/", (("typed", "2008-00042"),), "/find/open/"),
    "enquiry": Asked("supervisor", "{enquiry}"),
    "today": Asked("operator", "/today/"),
    "today_supervisor": Asked("supervisor", "/today/"),
    "today_lawyer": Asked("lawyer", "/today/"),
    "board": Asked("supervisor", "/board/now/"),
    "form": Asked("operator", "/enquiries/new/"),
    "figures_open_month": Asked("supervisor", "/figures/?first=2008-05&last=2008-05"),
    "retention": Asked("supervisor", "/retention/"),
    "retention_admin": Asked("admin", "/retention/"),
    "practice": Asked("operator", "/practice/given/"),
    "acts": Asked("supervisor", "/audit/"),
}


def pages_of_each_size(made: Installation, sizes: Iterable[int], seconds: float, rounds: int) -> Iterator[Measurement]:
    """Yield how long each page, act and nightly task takes in the demonstration year, and how many times that grown."""
    first: dict[str, float] = {}
    for size in (0, *sizes):
        begun = time.perf_counter()
        with tqdm(disable=None, file=sys.stderr, leave=False) as bar:
            enquiries = grow(made, size, bar.set_description_str)
        yield Measurement("grow", time.perf_counter() - begun, "s", more={"enquiries": enquiries})
        # First, as the server would do the same beside what is measured.
        for task, taken in json.loads(made.run("-c", A_NIGHT)).items():
            yield Measurement(f"night_{task}", taken, "s", more={"enquiries": enquiries})
        with made.serving() as site:
            for name, milliseconds, processor, count in _measured(site, seconds, rounds):
                more: dict[str, object] = {"enquiries": enquiries, "processor_ms": round(processor, 1), "count": count}
                # By the processor, which other work does not change; not where the database's own time is not in it.
                taken = milliseconds if made.database or not processor else processor
                more["times"] = round(taken / first.setdefault(name, taken), 2)
                yield Measurement(name, milliseconds, "ms", reach="times <= 2", more=more)


def _measured(site: Site, seconds: float, rounds: int) -> Iterator[tuple[str, float, float, int]]:
    """Yield each page's median by the wall clock and the processor's time, in ms, and how often it was asked for."""
    with ExitStack() as stack:
        people = sorted({page.who for page in PAGES.values()})
        browsers = {who: stack.enter_context(closing(site.browser(f"{who}.moscow"))) for who in people}
        enquiry = _open_enquiry(browsers["supervisor"])
        for name, (who, make) in _acts(enquiry).items():
            browsers[who].close()  # it connects anew: a server ends connections that rest too long
            act = make(browsers[who])
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


def _acts(enquiry: str) -> dict[str, tuple[str, Callable[[Browser], Act]]]:
    """Return who does what. What changes something comes last: the pages before show the same at each size."""
    pages = {f"page_{name}": (page.who, partial(_asking, page=page, enquiry=enquiry)) for name, page in PAGES.items()}
    return {
        **pages,
        "save": ("operator", saving),
        "close_and_reopen": ("supervisor", partial(_closing, enquiry=enquiry)),
        "contact_by_one_key": ("operator", _recording),
    }


def _asking(browser: Browser, *, page: Asked, enquiry: str) -> Act:
    """Return the act of asking for a page."""
    path, action, fields = page.path.format(enquiry=enquiry), page.action, list(page.sent)
    if action:
        form = read_form(browser.get(path)[1], action)
        fields += [field for field in form.fields if field[0] not in dict(page.sent)]

    def ask() -> None:
        status = browser.post(action, fields)[0] if action else browser.take(path)[0]
        if status not in {200, 302}:
            raise UnexpectedAnswerError(f"{path} answered {status}.")

    return ask


def _closing(browser: Browser, *, enquiry: str) -> Act:
    """Return the act of closing an enquiry and opening it again."""
    fields = read_form(browser.get(enquiry)[1], f"{enquiry}close/").fields

    def close() -> None:
        for step in ("close", "reopen"):
            _demand(browser, f"{enquiry}{step}/", fields, enquiry)

    return close


def _recording(browser: Browser) -> Act:
    """Return the act of recording a contact without an enquiry."""
    form = read_form(browser.get("/today/")[1], "/without-enquiry/")
    shown = [field for field in form.fields if field[0] != "id"]
    fields = [*shown, ("disposition", "silent"), ("confirmed", "yes")]

    def record() -> None:
        _demand(browser, form.action, [*fields, ("id", str(uuid4()))], "/today/")

    return record


def _demand(browser: Browser, path: str, fields: Fields, goes_to: str) -> None:
    status, to = browser.post(path, fields)
    if (status, to) != (302, goes_to):
        raise UnexpectedAnswerError(f"{path} answered {status} {to}.")


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
