"""200 open conversations and 50 talks at once, and how long the desk's pages take beside them."""

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection
from random import Random
from uuid import uuid4

from benchmarks.browser import Browser, UnexpectedAnswerError, read_form
from benchmarks.installation import HOST, Installation, Site
from benchmarks.load import Load, drive
from benchmarks.measurement import Measurement, percentile

OPEN, TALKS = 200, 50
# Each side of a talk writes a line a minute, as people do who think before they write, and is seen writing before it.
LINE_EACH_S, SEEN_BEFORE_S = 60.0, (12.0, 8.0, 4.0)
HANDS = 8  # that send what all of them write
PAGES = {"today": "/today/", "inbox": "/inbox/", "list": "/find/", "form": "/enquiries/new/"}
MAKE = "import django; django.setup(); from benchmarks.talking_people import make; make({}, {})"
VISITOR_COOKIE = "question"
AGAIN_S = 5.0  # until a page follows again, as its script does


def talking(made: Installation, seconds: float, rounds: int) -> Iterator[Measurement]:
    """Measure each page alone, then beside the talks, on the same server; both several times, and the best counts."""
    people = json.loads(made.run("-c", MAKE.format(OPEN, TALKS)))
    with made.serving() as site:
        alone = [_pages(site, seconds) for _round in range(rounds)]
        with closing(Talks(site, people)) as talks:
            talks.wait_until_followed()
            beside = [_pages(site, seconds) for _round in range(rounds)]
    more = {"talks": TALKS, "conversations": OPEN, **talks.figures()}
    for name in PAGES:
        found = [min((each[name] for each in rounds_of), key=_median) for rounds_of in (beside, alone)]
        for share in (50, 95):
            beside_ms, alone_ms = (load.milliseconds(share / 100) for load in found)
            yield Measurement(
                f"{name}_beside_talks_p{share}", beside_ms, "ms", alone_ms, reach="<= 2", more={"count": found[0].count}
            )
    yield Measurement("line_of_a_talk_p50", talks.until_seen(0.5), "s", reach="<= 2 s", more=more)
    yield Measurement("line_of_a_talk_p95", talks.until_seen(0.95), "s", more={"count": more["seen"]})


def _pages(site: Site, seconds: float) -> dict[str, Load]:
    """Let one operator open each page again and again."""
    found = {}
    with closing(site.browser()) as browser:
        for name, path in PAGES.items():
            found[name] = drive([lambda path=path: _must_be(browser.take(path)[0], path)], seconds)  # type: ignore[misc]
    return found


def _median(load: Load) -> float:
    return load.milliseconds(0.5)


def _must_be(status: int, path: str, wanted: int = 200) -> None:
    if status != wanted:
        raise UnexpectedAnswerError(f"{path} answered {status}.")


class Side:
    """One side of a talk: where it reads and writes, and with what."""

    def __init__(self, thread: str, cookie: str, paths: dict[str, str], form: dict[str, str]) -> None:
        self.thread, self.cookie, self.paths, self.form = thread, cookie, paths, form
        self.other: Side = self


class Talks:
    """Both sides of all talks: each follows the stream of its page, writes, and reads what is new."""

    def __init__(self, site: Site, people: list[dict[str, str]]) -> None:
        self._port, self._random = site.port, Random(1)  # noqa: S311 - when invented people write
        self._lock, self._over = threading.Lock(), threading.Event()
        self._sent: dict[str, float] = {}
        self._seen: list[float] = []
        self._followed, self._asked, self._refused = threading.Semaphore(0), 0, 0
        self._hands, self._mine = ThreadPoolExecutor(HANDS), threading.local()
        with closing(site.browser()) as desk:
            form = dict(read_form(desk.get(f"/inbox/{people[0]['thread']}/")[1], "/answer/").fields)
            self._sides = [side for each in people for side in _sides(each, desk, form["csrfmiddlewaretoken"])]
        self._threads = [threading.Thread(target=self._follow, args=(side,), daemon=True) for side in self._sides]
        self._threads += [threading.Thread(target=self._write, daemon=True)]
        for each in self._threads:
            each.start()

    def wait_until_followed(self) -> None:
        """Return when each side has its stream."""
        for _side in self._sides:
            if not self._followed.acquire(timeout=60):
                raise UnexpectedAnswerError("A stream has not begun.")

    def close(self) -> None:
        """Let everybody stop."""
        self._over.set()
        self._hands.shutdown(cancel_futures=True)

    def figures(self) -> dict[str, object]:
        """Return how much was asked for, and how many lines reached the other side."""
        return {"requests": self._asked, "refused": self._refused, "sent": len(self._sent), "seen": len(self._seen)}

    def until_seen(self, share: float) -> float:
        """Return a percentile of the time from a line's sending to the other side's reading of it."""
        return percentile(sorted(self._seen), share) if self._seen else float("nan")

    def _write(self) -> None:
        """Let each side write in its turn, when its time comes."""
        now = time.monotonic()
        due = [(now + self._random.uniform(0, LINE_EACH_S) + SEEN_BEFORE_S[0], side) for side in self._sides]
        acts = sorted(
            [(at, self._send, side) for at, side in due]
            + [(at - before, self._be_seen, side) for at, side in due for before in SEEN_BEFORE_S],
            key=lambda act: act[0],
        )
        while True:
            for at, act, side in acts:
                if self._over.wait(max(0.0, at - time.monotonic())):
                    return
                with suppress(RuntimeError):  # all is over meanwhile
                    self._hands.submit(act, side)
            acts = [(at + LINE_EACH_S, act, side) for at, act, side in acts]

    def _be_seen(self, side: Side) -> None:
        self._ask(side, "writing", {})

    def _send(self, side: Side) -> None:
        with self._lock:
            self._sent[f"{side.other.thread}{side.other.cookie}"] = time.monotonic()
        self._ask(side, "send", {"text": "Another line of a talk.", "nonce": uuid4().hex, "id": str(uuid4())})

    def _read(self, side: Side) -> None:
        self._ask(side, "news", None)
        with self._lock:
            if sent := self._sent.pop(f"{side.thread}{side.cookie}", 0.0):
                self._seen.append(time.monotonic() - sent)

    def _ask(self, side: Side, what: str, more: dict[str, str] | None) -> None:
        """Ask as the page of a side does, over a connection of this hand."""
        browser = getattr(self._mine, "browser", None) or Browser(HOST, self._port)
        self._mine.browser = browser
        browser.hold(dict([pair.split("=", 1) for pair in side.cookie.split("; ")]))
        if more is None:
            status = browser.get(side.paths[what])[0]
        else:
            status = browser.post(side.paths[what], [*side.form.items(), *more.items()])[0]
        with self._lock:
            self._asked += 1
            self._refused += status >= 400

    def _follow(self, side: Side) -> None:
        """Follow the stream of a side, and let a hand read whatever is new."""
        while not self._over.is_set():
            connection = HTTPConnection(HOST, self._port, timeout=30)
            with closing(connection), suppress(OSError):
                connection.request("GET", side.paths["events"], headers={"Cookie": side.cookie})
                answer = connection.getresponse()
                _must_be(answer.status, side.paths["events"])
                self._followed.release()
                for line in answer:
                    if self._over.is_set():
                        return
                    if line.startswith(b"data: new"):
                        with suppress(RuntimeError):
                            self._hands.submit(self._read, side)
            self._over.wait(AGAIN_S)


def _sides(each: dict[str, str], desk: Browser, csrf: str) -> tuple[Side, Side]:
    """Return both sides of a talk: the visitor, and the operator who has it on a page."""
    theirs = {name: f"/en/ask/{name}/" for name in ("events", "news", "writing")}
    theirs["send"] = "/en/ask/talk/"
    page = f"/inbox/{each['thread']}/"
    ours = {name: f"{page}{name}/" for name in ("events", "news", "writing")}
    ours["send"] = f"{page}answer/"
    visitor = Side(each["thread"], f"{VISITOR_COOKIE}={each['cookie']}", theirs, {"token": each["token"]})
    operator = Side(each["thread"], desk.cookies(), ours, {"csrfmiddlewaretoken": csrf, "talk": "1"})
    visitor.other, operator.other = operator, visitor
    return visitor, operator
