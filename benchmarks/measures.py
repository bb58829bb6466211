"""What is measured."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from benchmarks import counting, finding, misspelled_agencies, people_found, scaling
from benchmarks.bare_inserts import bound
from benchmarks.browser import Browser, UnexpectedAnswerError
from benchmarks.installation import Installation, Site
from benchmarks.load import Act, Load, drive
from benchmarks.measurement import Measurement
from benchmarks.saving import saving
from benchmarks.searching import searching
from benchmarks.talking import talking

Key = TypeVar("Key")
CLIENTS = 8
TWO_TEXTS = {"call_back": "8 916 000-00-16, after six", "a-source": "leaflet"}  # the note is typed already
RELEASE = "/en/figures/2007-05_2008-04/"  # of the demonstration, all of its closed months
UNSEALED = "benchmarks.unsealed"


@dataclass(frozen=True)
class Effort:
    """How much is measured."""

    seconds: float
    rows: tuple[int, ...]
    enquiries: tuple[int, ...] = (100_000, 1_000_000)  # to which a year is grown
    rounds: int = 3  # in turn, and the best counts: a busy moment of the machine then hits all alike


def enquiries(made: Installation, effort: Effort) -> Iterator[Measurement]:
    """Enquiries stored a second through the real form, against bare inserts of the same rows."""
    formed, bare = [], []
    for _round in range(effort.rounds):
        with made.serving() as site:
            formed.append(_store(site, CLIENTS, effort.seconds))
        bare.append(bound(made, min(formed[-1].count, 2000)))
    best = _best(formed)
    more = _latency(best) | {"clients": CLIENTS}
    yield Measurement("enquiries", best.rate, "enquiries/s", max(bare), reach=">= 0.15", more=more)


def sealing(made: Installation, effort: Effort) -> Iterator[Measurement]:
    """What sealing costs: two texts saved through the form, and opened on their page, with a vault and without."""
    ways = {"sealed": "bereg", "unsealed": UNSEALED}
    saved: dict[str, list[Load]] = {way: [] for way in ways}
    opened: dict[str, list[Load]] = {way: [] for way in ways}
    for _round in range(effort.rounds):
        for way, program in ways.items():
            with made.serving(program) as site:
                saved[way].append(_store(site, CLIENTS, effort.seconds, TWO_TEXTS))
                opened[way].append(_pages(site, _page_of_one(site), effort.seconds))
    for name, loads, most in (("sealing_a_save", saved, 2.0), ("opening_a_page", opened, 1.5)):
        with_vault, without = _best(loads["sealed"]), _best(loads["unsealed"])
        more = _latency(with_vault) | {"rate": round(with_vault.rate, 1)}
        yield Measurement(name, 1000 / with_vault.rate, "ms", 1000 / without.rate, reach=f"<= {most}", more=more)


def pages(made: Installation, effort: Effort) -> Iterator[Measurement]:
    """The list of 25 against the smallest signed-in view, one client, on the same server."""
    with made.serving() as site:
        found = _in_turn(
            effort.rounds,
            {
                "list": lambda: _pages(site, "/find/", effort.seconds),
                "empty": lambda: _pages(site, "/enquiries/new/token/", effort.seconds),
                "form": lambda: _pages(site, "/enquiries/new/", effort.seconds),
            },
        )
    empty = found["empty"].rate
    yield Measurement("list", found["list"].rate, "pages/s", empty, reach=">= 0.2", more=_latency(found["list"]))
    yield Measurement("empty_form", found["form"].rate, "pages/s", empty, more=_latency(found["form"]))


def report(made: Installation, effort: Effort) -> Iterator[Measurement]:
    """The report of the demonstration year: as a page, as the public's page and PDF, and as a command."""
    paths = {"report": "/figures/?first=2007-05&last=2008-05", "release_page": RELEASE}
    with made.serving() as site:
        shown = partial(_pages, site, seconds=effort.seconds, username="supervisor.moscow")
        found = _in_turn(effort.rounds, {name: partial(shown, path) for name, path in paths.items()})
    for name, load in found.items():
        more = _latency(load) | {"rate": round(load.rate, 1)}
        yield Measurement(name, load.milliseconds(0.5) / 1000, "s", reach="<= 0.3 s", more=more)
    yield _report_pdf(made, effort.rounds)
    begun = time.perf_counter()
    made.run("-m", "bereg", "report", "--exact", "--from", "2007-05", "--to", "2008-05")
    yield Measurement("report_command", time.perf_counter() - begun, "s")


def _report_pdf(made: Installation, rounds: int) -> Measurement:
    """Ask a server that has shown a page and made no file yet: it keeps what it made, so only the first PDF costs."""
    seconds, sizes = [], []
    for _round in range(rounds):
        with made.serving() as site, closing(site.browser()) as browser:
            _shown(browser, RELEASE)
            begun = time.perf_counter()
            sizes.append(len(_shown(browser, f"{RELEASE}figures.pdf")))
            seconds.append(time.perf_counter() - begun)
    return Measurement("report_pdf", min(seconds), "s", reach="<= 1.5 s", more={"bytes": sizes[0], "count": rounds})


def _shown(browser: Browser, path: str) -> bytes:
    status, found = browser.take(path)
    if status != 200:
        raise UnexpectedAnswerError(f"{path} answered {status}.")
    return found


def search(made: Installation, effort: Effort) -> Iterator[Measurement]:
    """The search over 25,500 entries that can be looked up, and over a tenth of them."""
    return searching(made, effort.rounds)


def talks(made: Installation, effort: Effort) -> Iterator[Measurement]:
    """The pages of the desk beside 200 open conversations and 50 talks, against the same without a talk."""
    return talking(made, effort.seconds, effort.rounds)


def long_task(made: Installation, effort: Effort) -> Iterator[Measurement]:
    """How long the form takes to be stored while a long task runs, against the same without one."""
    with made.serving() as site:
        alone = _store(site, 2, effort.seconds)
        made.run("-c", OCCUPY.format(seconds=effort.seconds + 5))
        time.sleep(2)  # the worker looks once a second
        beside = _store(site, 2, effort.seconds)
    for share in (50, 99):
        yield Measurement(
            f"form_beside_long_task_p{share}",
            beside.milliseconds(share / 100),
            "ms",
            alone.milliseconds(share / 100),
            more={"clients": 2, "rate": beside.rate},
        )


def servers(made: Installation, effort: Effort) -> Iterator[Measurement]:
    """The same load with 1, 2 and 4 threads; on PostgreSQL also with 1, 2 and 4 processes."""
    ways = [(1, 1), (1, 2), (1, 4), *([(2, 1), (2, 2), (4, 1)] if made.database else [])]

    def served(way: tuple[int, int], load: Callable[[Site], Load]) -> Load:
        with made.serving(BEREG_WORKERS=str(way[0]), BEREG_THREADS=str(way[1])) as site:
            return load(site)

    loads: dict[str, Callable[[Site], Load]] = {
        "enquiries": lambda site: _store(site, CLIENTS, effort.seconds),
        "pages": lambda site: _pages(site, "/find/", effort.seconds, clients=CLIENTS),
    }
    for unit, load in loads.items():
        found = _in_turn(effort.rounds, {way: partial(served, way, load) for way in ways})
        for (workers, threads), best in found.items():
            more = {"workers": workers, "threads": threads, "clients": CLIENTS} | _latency(best)
            yield Measurement(f"servers_{unit}", best.rate, f"{unit}/s", more=more)


def statistics(made: Installation, effort: Effort) -> Iterator[Measurement]:
    """All catalogue tables over synthetic rows, against a bare scan of the same columns, with others beside ours."""
    yield from counting.statistics(made, effort.rows)


def growth(made: Installation, effort: Effort) -> Iterator[Measurement]:
    """How time, memory and disk grow with the rows."""
    yield from counting.growth(made, effort.rows, effort.rounds)


def scale(made: Installation, effort: Effort) -> Iterator[Measurement]:
    """The pages of a day in the demonstration year, and in years of 100,000 and of a million enquiries."""
    yield from scaling.pages_of_each_size(made, effort.enquiries, effort.seconds, effort.rounds)


def signals(_made: Installation, effort: Effort) -> Iterator[Measurement]:
    """How often a month is a signal although nothing changed, and a real rise is found; the worst share counts."""
    from benchmarks import signals_trial as trial

    repetitions = 10_000 * effort.rounds
    false, found = trial.false_signals(repetitions), trial.found_rises(repetitions)
    more: dict[str, object] = {"base": trial.BASE, "repetitions": repetitions}
    often = max(false, key=lambda share: false[share])
    yield Measurement(
        "signals_false", false[often], "of months", trial.FALSE_AT_MOST, reach="<= 1", more=more | {"share": often}
    )
    seldom = min(found, key=lambda case: found[case])
    share, before = seldom
    of_rise: dict[str, object] = {"share": share, "months_before": before, "rise": trial.RISE, "lasts": trial.LASTS}
    yield Measurement(
        "signals_found", found[seldom], "of rises", trial.FOUND_AT_LEAST, reach=">= 1", more=more | of_rise
    )


def agencies(_made: Installation, effort: Effort) -> Iterator[Measurement]:
    """How often the right agency of 5,000 is among the first five for a misspelled name, and how long that takes."""
    yield from misspelled_agencies.found_agencies(200 * effort.rounds)


def names(_made: Installation, effort: Effort) -> Iterator[Measurement]:
    """How often one of 10,000 people is among the first 20 for another spelling of the name, beside plain rapidfuzz."""
    yield from people_found.found_people(500 * effort.rounds)


def finder(_made: Installation, _effort: Effort) -> Iterator[Measurement]:
    """How much of what tells who somebody is the finder finds in invented narratives, and how much it finds falsely."""
    yield from finding.found_in_narratives()


OCCUPY = "import django; django.setup(); from benchmarks.load import occupy; occupy.enqueue(seconds={seconds})"
MEASURES: dict[str, Callable[[Installation, Effort], Iterator[Measurement]]] = {
    "enquiries": enquiries,
    "sealing": sealing,
    "pages": pages,
    "report": report,
    "statistics": statistics,
    "growth": growth,
    "scale": scale,
    "signals": signals,
    "search": search,
    "agencies": agencies,
    "names": names,
    "finder": finder,
    "talks": talks,
    "long_task": long_task,
    "servers": servers,
}


def _best(loads: list[Load]) -> Load:
    return max(loads, key=lambda load: load.rate)


def _in_turn(rounds: int, works: dict[Key, Callable[[], Load]]) -> dict[Key, Load]:
    """Run the works one after the other, several rounds, and return the best load of each."""
    loads = [{key: work() for key, work in works.items()} for _ in range(rounds)]
    return {key: _best([each[key] for each in loads]) for key in works}


def _latency(load: Load) -> dict[str, object]:
    return {
        "p50_ms": round(load.milliseconds(0.5), 1),
        "p99_ms": round(load.milliseconds(0.99), 1),
        "count": load.count,
    }


def _store(site: Site, clients: int, seconds: float, more: Mapping[str, str] = MappingProxyType({})) -> Load:
    with ExitStack() as stack:
        browsers = [stack.enter_context(closing(site.browser())) for _ in range(clients)]
        return drive([saving(browser, more) for browser in browsers], seconds)


def _page_of_one(site: Site) -> str:
    """Store one enquiry with two texts. Return the address of its page."""
    with closing(site.browser()) as browser:
        saved: list[str] = []
        saving(browser, TWO_TEXTS, saved.append)()
        return saved[0].removesuffix("saved/")


def _pages(site: Site, path: str, seconds: float, *, clients: int = 1, username: str = "operator.moscow") -> Load:
    def act(browser: Browser) -> Act:
        def show() -> None:
            _shown(browser, path)

        return show

    with ExitStack() as stack:
        browsers = [stack.enter_context(closing(site.browser(username))) for _ in range(clients)]
        return drive([act(browser) for browser in browsers], seconds)
