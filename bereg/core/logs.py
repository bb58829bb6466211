"""What the log may say: where an error happened and of what kind, never what it quotes.

A database names the row that it refused, with every narrative in it, in the message of its error.
"""

import logging
import re
import traceback
from collections.abc import Iterator
from copy import copy
from types import TracebackType

# The secret of a one-time link stands in its address, and Django logs the address of a refused request.
_SECRET = re.compile(r"[A-Za-z0-9_-]{40,}")

ERROR = 500  # the first status of an answer that is our fault
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Write the traceback of an error without any message, and no secret of a link."""

    def format(self, record: logging.LogRecord) -> str:
        record = copy(record)
        record.exc_text = None  # another handler may have kept its own, fuller text there
        if getattr(record, "status_code", ERROR) < ERROR:
            record.exc_info = None  # refused, as it should be: whoever asks could fill the disk
        return _SECRET.sub("...", super().format(record))

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - the name that logging calls
        """Return where an error happened, and of what kind it and its causes are; only the kind where storing failed.

        Where a database is away for hours every request fails: their tracebacks would fill the disk, 10 kB each.
        """
        from bereg.core.storage_errors import is_failure  # models cannot be loaded yet when logging is set up

        lines = [*_lines(ei[1])] if ei[1] else []
        return "\n".join(lines[-1:] if is_failure(ei[1]) else lines)


def _lines(problem: BaseException) -> Iterator[str]:
    cause = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)
    if cause:
        yield from _lines(cause)
        yield "which led to:"
    yield from (line.rstrip() for line in traceback.format_tb(problem.__traceback__))
    yield f"{type(problem).__module__}.{type(problem).__qualname__}"
