"""The one cookie of a visitor, from the first question or the right code until they end it, or 20 minutes pass."""

import datetime as dt
import hmac
import secrets
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bereg.centres.scope import beyond
from bereg.conversations.models import Thread
from bereg.vault import actions as vault
from bereg.vault.actions import ProvenHolder
from bereg.vault.classes import Holder
from bereg.vault.faults import WrongSecret
from bereg.web_questions.models import VisitorSession

IDLE, LONGEST = dt.timedelta(minutes=20), dt.timedelta(minutes=60)
SKEW = dt.timedelta(minutes=1)  # what is dated later was begun before the clock was set back


@dataclass(frozen=True)
class AskerVisit:
    """A conversation that is open in one browser."""

    session: VisitorSession
    cookie: bytes
    proven: ProvenHolder

    @property
    def thread(self) -> Thread:
        """The conversation."""
        return self.session.thread

    @cached_property
    def token(self) -> str:
        """What each form of this visit carries: no other site can know it, and it is stored nowhere."""
        return hmac.digest(self.cookie, b"v1|form of a visit", "sha256").hex()

    @cached_property
    def code(self) -> str:
        """The code, until it was written down; "" afterwards."""
        sealed = bytes(self.session.code)
        if not sealed:
            return ""
        kept = vault.take_out(sealed, self.cookie, holder=Holder.RECEIPT, belongs=_code_of(self.thread))
        return kept.private.decode()

    def is_asked_by(self, request: HttpRequest) -> bool:
        """Tell whether a form that was sent is one of this visit."""
        return hmac.compare_digest(request.POST.get("token", "").encode(), self.token.encode())


def cookie_name() -> str:
    """Return the name of the cookie, by which a browser holds it to this very server where it can."""
    return "__Host-question" if settings.SECURE else "question"


@beyond("conversation")
def begin(thread: Thread, proven: ProvenHolder, code: str = "") -> AskerVisit:
    """Open a conversation in a browser. code: only where it has to be shown still."""
    forget_over()
    cookie = secrets.token_urlsafe(32).encode()
    session = VisitorSession(hash=_hash(cookie), thread=thread)
    session.proof = vault.lock_up(proven, cookie, belongs=thread.pk.bytes)
    if code:  # sealed as what is proven, since it is good for the same
        kept = ProvenHolder(Holder.RECEIPT, code.encode())
        session.code = vault.lock_up(kept, cookie, belongs=_code_of(thread))
    session.save(force_insert=True)
    return AskerVisit(session, cookie, proven)


@beyond("conversation")
def visit_of(request: HttpRequest) -> AskerVisit | None:
    """Return the visit of a browser, if it lasts still; it lasts longer by this."""
    cookie = request.COOKIES.get(cookie_name(), "").encode()
    session = VisitorSession.objects.everywhere(because="conversation").filter(hash=_hash(cookie)).exclude(_over())
    found = session.select_related("thread__centre", "thread__line").first()
    if found is None:
        return None
    try:
        proven = vault.take_out(bytes(found.proof), cookie, holder=Holder.RECEIPT, belongs=found.thread_id.bytes)
    except WrongSecret:
        return None
    return AskerVisit(found, cookie, proven)


@beyond("conversation")
def prolong(visit: AskerVisit) -> None:
    """Let a visit last for another while: somebody reads or writes."""
    VisitorSession.objects.of(visit.session).update(seen_at=timezone.now())


@beyond("conversation")
def forget_code(visit: AskerVisit) -> None:
    """Show the code no more: it is written down."""
    VisitorSession.objects.of(visit.session).update(code=b"")


@beyond("conversation")
def end(visit: AskerVisit) -> None:
    """End a visit: nothing of it is left."""
    VisitorSession.objects.of(visit.session).delete()


@beyond("conversation")
def shows_code(thread: Thread) -> bool:
    """Tell whether a visit lasts whose page shows the code still."""
    lasting = VisitorSession.objects.everywhere(because="conversation").filter(thread=thread).exclude(_over())
    return lasting.exists() and not lasting.filter(code=b"").exists()


@beyond("conversation")
def forget_over() -> int:
    """Delete the visits whose time is over. Return their number."""
    return VisitorSession.objects.everywhere(because="conversation").filter(_over()).delete()[0]


def give_cookie(answer: HttpResponse, visit: AskerVisit) -> None:
    """Let the browser keep the visit until it is closed."""
    answer.set_cookie(
        cookie_name(), visit.cookie.decode(), secure=settings.SECURE, httponly=True, samesite="Strict", path="/"
    )


def take_cookie(answer: HttpResponse, request: HttpRequest, *, is_left: bool) -> None:
    """Let the browser keep nothing of ours: what it holds apart from the history goes.

    is_left: a page that was left quickly has marked its tab, which is all that we store: the mark has to stay until the
    tab is closed, as a page that was asked for before may come after this answer.
    """
    if cookie_name() in request.COOKIES:
        answer.set_cookie(
            cookie_name(), "", max_age=0, secure=settings.SECURE, httponly=True, samesite="Strict", path="/"
        )
    answer.headers["Clear-Site-Data"] = '"cache"' if is_left else '"cache", "storage"'


def _over() -> Q:
    now = timezone.now()
    late = Q(seen_at__lt=now - IDLE) | Q(begun_at__lt=now - LONGEST)
    return late | Q(begun_at__gt=now + SKEW) | Q(seen_at__gt=now + SKEW)


def _hash(cookie: bytes) -> str:
    return sha256(cookie).hexdigest()


def _code_of(thread: Thread) -> bytes:
    return b"code|" + thread.pk.bytes
