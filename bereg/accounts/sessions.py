"""Sessions in the database, looked up only by keys of the form that this program gives out.

A cookie can hold anything. PostgreSQL fails on a NUL in it, for a visitor who has not even signed in.
"""

import re
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

from bereg.core.rows import Prepared

_KEY = re.compile(r"[a-z0-9]{32}")


class SessionStore(db.SessionStore):
    """A session whose key is 32 small letters and digits."""

    def _validate_session_key(self, key: Any) -> bool:
        return isinstance(key, str) and bool(_KEY.fullmatch(key))

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        found = next(iter(SESSIONS.of(self.session_key or "")), None)
        if found and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None


SESSIONS = Prepared(lambda key: SessionStore.get_model_class().objects.filter(session_key=key))
