"""Sessions: 15 minutes without a person, 12 hours at most, a new key each 10 minutes; kept under the key's digest.

A key that was followed by another one and comes again was copied: every session of its person ends. A browser asks
for several things at once, so the former key is good for some seconds more; and a browser that never got the new key
(its answer was lost) goes on with the old one, which only the new one's first use ends.
"""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.core.signing import BadSignature
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from bereg.accounts import account_recovery, failed_tries, known_browsers, proofs, session_keys
from bereg.accounts.acts import PLANTED, PLANTED_SESSION
from bereg.accounts.models import Session, SessionKey, User
from bereg.accounts.session_keys import hash_of
from bereg.accounts.session_lookup import FoundSession, find
from bereg.audit import actions as audit

LONGEST = dt.timedelta(hours=12)
LONGEST_UNKNOWN = dt.timedelta(hours=1)  # of somebody who has not signed in, or is between two steps of it
KEY_RENEWED = dt.timedelta(minutes=10)
GRACE = dt.timedelta(seconds=30)
NOTED_EACH = dt.timedelta(minutes=1)  # activity is written down no oftener


def idle_for() -> dt.timedelta:
    """Return how long a session lives without a person."""
    return dt.timedelta(minutes=settings.IDLE_MINUTES)


def ended(now: dt.datetime) -> QuerySet[Session]:
    """Return the sessions that have ended, or had at an earlier moment."""
    is_idle = Q(user__isnull=False, active_at__lt=now - idle_for())
    is_ahead = Q(active_at__gt=max(now, timezone.now()) + idle_for())  # of the clock, not of the moment asked about
    return Session.objects.filter(is_idle | is_ahead | Q(expires_at__lte=now))


class SessionStore(SessionBase):
    """One session in the way that Django asks for it. `person` is None for who has not signed in."""

    kept: Session | None = None
    key: SessionKey | None = None
    person: User | None = None
    has_second_factor = False

    def load(self) -> dict[str, Any]:
        """Read the session, its person too; nothing where it has ended."""
        if self.session_key and not proofs.can_prove():
            return {}  # of the public pages alone: who is signed in is known elsewhere, and stays so
        now, found = timezone.now(), find(hash_of(self.session_key)) if self.session_key else None
        if found and found.key.session_id != session_keys.session_of(str(self.session_key)):
            _refuse(found.key)
        elif found and (_is_over(found.key.session, now) or _is_copied(found.key, now)):
            _end(found.key, now)
        elif found:
            try:
                return self._opened(found)
            except BadSignature:
                _refuse(found.key.session)
        self._session_key = None
        return {}

    def _opened(self, found: FoundSession) -> dict[str, Any]:
        data = session_keys.read(found.key.session)
        self.key, self.kept, self.person = found.key, found.key.session, found.key.session.user
        self.has_second_factor = found.has_second_factor
        return data

    @property
    def left_s(self) -> int:
        """How many seconds the session lives on if nobody does anything; 0: nobody is signed in."""
        if SESSION_KEY not in self or self.kept is None:
            return 0
        left = min(self.kept.active_at + idle_for(), self.kept.expires_at) - timezone.now()
        return max(int(left.total_seconds()), 0)

    def renew(self, *, by_person: bool) -> None:
        """After a request: note that a person was there, and change the key when it is its time."""
        kept, key, now = self.kept, self.key, timezone.now()
        if kept is None or key is None or key.spent_at or not kept.user_id:
            return
        if key.used_at is None:
            _note_first_use(key, now)
        if by_person and now - kept.active_at >= NOTED_EACH:
            Session.objects.filter(pk=kept.pk).update(active_at=now)
        is_latest = key.made_at >= kept.key_made_at
        if now - kept.key_made_at >= (KEY_RENEWED if is_latest else GRACE):
            self._change_key(kept, key, now)

    @transaction.atomic
    def _change_key(self, kept: Session, key: SessionKey, now: dt.datetime) -> None:
        # One UPDATE decides: of several requests at once, one changes the key.
        if not Session.objects.filter(pk=kept.pk, key_made_at=kept.key_made_at).update(key_made_at=now):
            return
        SessionKey.objects.filter(session=kept, made_at__gt=key.made_at, spent_at=None).update(spent_at=now)
        self._session_key = new = session_keys.new_key(kept.pk)
        SessionKey.objects.create(hash=hash_of(new), session=kept, made_at=now)
        self.modified = True

    def create(self) -> None:
        """Make a new session with a new key."""
        self._session_key = session_keys.new_key(uuid.uuid4())
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Store what the session holds. Raise UpdateError where it has ended meanwhile."""
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        if must_create or self.kept is None:
            self._insert(self.session_key, data)
            return
        kept, user = self.kept, data.get(SESSION_KEY)
        stands = {"pk": kept.pk, "user": kept.user_id, "expires_at": kept.expires_at}  # what the data are bound to
        changes: dict[str, Any] = {}
        if str(kept.user_id or "") != str(user or ""):
            changes = _times(user, timezone.now()) | {"user_id": user}
        for name, value in changes.items():
            setattr(kept, name, value)
        kept.data = session_keys.sign(kept, data)
        if not Session.objects.filter(**stands).update(**changes, data=kept.data):
            raise UpdateError

    @transaction.atomic
    def _insert(self, key: str, data: dict[str, Any]) -> None:
        now, user = timezone.now(), data.get(SESSION_KEY)
        if self.exists(key):
            raise CreateError
        self.kept = Session(id=session_keys.session_of(key), user_id=user, **_times(user, now))
        self.kept.data = session_keys.sign(self.kept, data)
        self.kept.save(force_insert=True)
        self.key = SessionKey.objects.create(hash=hash_of(key), session=self.kept, made_at=now, used_at=now)

    def exists(self, session_key: str) -> bool:
        return SessionKey.objects.filter(hash=hash_of(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        """End a session: this one, or that of a key."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(keys__hash=hash_of(key)).delete()

    def flush(self) -> None:
        """End this session and forget what it held."""
        super().flush()
        self.kept = self.key = self.person = None

    @classmethod
    def clear_expired(cls) -> None:
        """Delete the sessions that have ended, and the tries to sign in that count no longer."""
        ended(timezone.now()).delete()
        failed_tries.forget_old()
        known_browsers.forget_old()

    def _validate_session_key(self, key: Any) -> bool:
        return session_keys.is_key(key)


@transaction.atomic
def _note_first_use(key: SessionKey, now: dt.datetime) -> None:
    if SessionKey.objects.filter(pk=key.pk, used_at=None).update(used_at=now):
        earlier = SessionKey.objects.filter(session=key.session_id, made_at__lt=key.made_at, spent_at=None)
        earlier.update(spent_at=now)


def _times(user: object, now: dt.datetime) -> dict[str, dt.datetime]:
    expires_at = now + (LONGEST if user else LONGEST_UNKNOWN)
    return {"active_at": now, "key_made_at": now, "expires_at": expires_at}


def _is_over(session: Session, now: dt.datetime) -> bool:
    is_idle = session.user_id is not None and now - session.active_at >= idle_for()
    is_ahead = session.active_at - now > idle_for()  # the clock was set back: else it would live until then
    return is_idle or is_ahead or now >= session.expires_at


def _is_copied(key: SessionKey, now: dt.datetime) -> bool:
    return key.spent_at is not None and now - key.spent_at > GRACE


@transaction.atomic
def _end(key: SessionKey, now: dt.datetime) -> None:
    """End the session of a key; where the key was copied, every session of its person."""
    person = key.session.user
    Session.objects.filter(pk=key.session_id).delete()
    if person and _is_copied(key, now):
        account_recovery.end_access(user=person)
        known_browsers.forget(user=person)  # who copied one cookie may have copied the other
        audit.record("user.session_copied", target=person, by=None)


def _refuse(planted: SessionKey | Session) -> None:
    """Take out what this program has not made, or not so: of a planted key that alone, and nobody's own session."""
    session = planted if isinstance(planted, Session) else planted.session
    if session.user:
        audit.refused(PLANTED, target=session.user, by=None, because=PLANTED_SESSION)
    type(planted).objects.filter(pk=planted.pk).delete()
