"""What happens when nothing can be stored: the person is told so, and never told "saved"."""

import errno
import sqlite3
import sys
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import ResolverMatch
from django.views import defaults

from bereg.core import error_pages

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
_SQLITE_CODES = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
}
# The write gate speaks with SQLite's words, having no code of its own.
_SQLITE_WORDS = ("is locked", "is full", "readonly database", "unable to open database")
_READ_ONLY = "25006"  # PostgreSQL: the server takes no writes, as after a fail-over
_DEADLOCK = "40P01"  # PostgreSQL: two waited for each other, and this one was given up


class NotStoredError(Exception):
    """The database could not store it: full, locked, read-only or out of reach. Nothing of it was saved."""


def is_failure(problem: BaseException | None) -> bool:
    """Tell whether an error means that the storage failed, not the program."""
    while problem is not None:
        if isinstance(problem, NotStoredError) or (isinstance(problem, OSError) and problem.errno in _FULL):
            return True
        if isinstance(problem, DatabaseError | InterfaceError) and _database_failed(problem):
            return True
        problem = problem.__cause__
    return False


def _database_failed(problem: DatabaseError | InterfaceError) -> bool:
    if connection.vendor == "sqlite":
        code = getattr(problem.__cause__, "sqlite_errorcode", None)
        if code is not None:
            return code & 0xFF in _SQLITE_CODES  # the low byte: the rest only says where
        return isinstance(problem, OperationalError) and any(words in str(problem) for words in _SQLITE_WORDS)
    if isinstance(problem, OperationalError | InterfaceError):  # connection, disk, memory, time limit, deadlock
        return True
    return getattr(problem.__cause__, "sqlstate", None) == _READ_ONLY


def is_deadlock(problem: BaseException | None) -> bool:
    """Tell whether PostgreSQL gave this one up so that another one who waited for it could go on."""
    while problem is not None:
        if getattr(problem, "sqlstate", None) == _DEADLOCK:
            return True
        problem = problem.__cause__
    return False


class StorageMiddleware:
    """Answer "not saved" where a view met a storage that failed. What was only in another's way is done again, once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Answer for a failed storage, and leave every other error alone."""
        if is_deadlock(problem) and request.resolver_match:
            return self._again(request, request.resolver_match)
        return error_pages.not_saved(request) if is_failure(problem) else None

    def _again(self, request: HttpRequest, asked: ResolverMatch) -> HttpResponse:
        """Do what is asked once more. Nothing of it stands, and any form may be sent twice."""
        try:
            answer: HttpResponse = asked.func(request, *asked.args, **asked.kwargs)
            return answer
        except Exception as problem:
            if is_failure(problem):
                return error_pages.not_saved(request)
            raise


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer for an error outside a view, such as a session that could not be stored."""
    return error_pages.not_saved(request) if is_failure(sys.exc_info()[1]) else defaults.server_error(request)
