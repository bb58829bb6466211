"""Sessions in the database, looked up only by keys of the form that this program gives out.

A cookie can hold anything. PostgreSQL fails on a NUL in it, for a visitor who has not even signed in.
"""

import re
from typing import Any

from django.contrib.sessions.backends import db

_KEY = re.compile(r"[a-z0-9]{32}")


class SessionStore(db.SessionStore):
    """A session whose key is 32 small letters and digits."""

    def _validate_session_key(self, key: Any) -> bool:
        return isinstance(key, str) and bool(_KEY.fullmatch(key))
