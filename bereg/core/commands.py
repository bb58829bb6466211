"""The manner of our commands: every error is exactly one clear line on stderr."""

import os
import sys
from typing import Any, Literal, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, handle_default_options
from django.db import connections
from django.utils import translation

from bereg import environment
from bereg.core.databases import UnsafeDatabaseError, assert_migrated, assert_restored, assert_safe, reaching
from bereg.core.program_name import as_typed
from bereg.core.text_normalisation import cleaned, normalise
from bereg.core.version import program_version

WRONG_USE = 2


class PlainCommand(BaseCommand):
    """A command that reports a mistake in one line, without a usage block or the name of a class."""

    # They look at every address, and so read every page's code: a second, and nothing to who answers at none.
    requires_system_checks: tuple[str, ...] | Literal["__all__"] = ()

    def get_version(self) -> str:
        """Return our version, where Django would name its own."""
        return program_version()

    def run_from_argv(self, argv: list[str]) -> None:
        """Run the command with the arguments typed."""
        # Not marked as called from the command line: the parser then raises its errors instead of printing usage.
        parser = self.create_parser(argv[0], argv[1])
        try:
            typed = parser.parse_args(argv[2:])
        except CommandError as error:
            self._fail(argv, str(error).removeprefix("Error: "), WRONG_USE)
        handle_default_options(typed)
        options = vars(typed)
        try:
            with translation.override(language_of_terminal()):
                self.execute(*options.pop("args", ()), **options)
        except CommandError as error:
            if options.get("traceback"):
                raise
            self._fail(argv, str(error), error.returncode)
        finally:
            connections.close_all()

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command; what was typed passes the same rules as what is sent by a form. Paths stay as they are."""
        return super().execute(*cleaned(list(args)), **cleaned(options))

    def _fail(self, argv: list[str], message: str, code: int) -> NoReturn:
        self.stderr.write(f"bereg {argv[1]}: {' '.join(normalise(as_typed(message)).split())}")
        sys.exit(code)


def wrong_use(message: str) -> CommandError:
    """Return the error for something typed wrongly: exit code 2."""
    return CommandError(message, returncode=WRONG_USE)


def require_database() -> None:
    """Check that the database answers, is whole and up to date. Raise the error for wrong use."""
    try:
        with reaching():
            assert_restored()
            assert_migrated()
    except UnsafeDatabaseError as problem:
        raise wrong_use(str(problem)) from problem


def require_safe_database() -> None:
    """Check the same, and every setting that keeps the data safe: before work that goes on by itself."""
    try:
        with reaching():
            assert_safe()
    except UnsafeDatabaseError as problem:
        raise wrong_use(str(problem)) from problem
    require_database()


def language_of_terminal() -> str:
    """Return the language to speak: BEREG_LANGUAGE where it is set, else the terminal's own."""
    said = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if environment.text("BEREG_LANGUAGE") or not said:
        return settings.LANGUAGE_CODE
    language = said[:2].lower()
    return language if language in dict(settings.LANGUAGES) else "en"
