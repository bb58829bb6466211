"""The command line: `bereg COMMAND`."""

import gc
import io
import os
import sys
from typing import NoReturn

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import BaseCommand, ManagementUtility, get_commands

from bereg.core import row_access
from bereg.core.program_name import as_called
from bereg.core.version import program_version

WRONG_USE = 2


class CommandLine(ManagementUtility):
    """Our commands and Django's; an unknown one is one line."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        if subcommand not in get_commands():
            _refuse(f"There is no command {subcommand}; `{as_called()} help` lists them.")
        return super().fetch_command(subcommand)


def main() -> None:
    """Run one command of the command line."""
    os.umask(0o077)  # whatever it writes, it writes for its owner alone
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file's name may be no text at all
    if sys.argv[1:] in (["--version"], ["version"]):  # Django would name its own
        sys.stdout.write(f"{program_version()}\n")
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bereg.settings")
    try:
        _read_settings()
        _load()
        with row_access.to(row_access.EVERYWHERE):  # whoever runs commands looks after every centre
            CommandLine(["bereg", *sys.argv[1:]]).execute()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has enough (`bereg report ... | head`); Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except ImproperlyConfigured as problem:
        _refuse(str(problem))


def _read_settings() -> None:
    try:
        settings.INSTALLED_APPS  # noqa: B018 - the first look at the settings reads them
    except OSError as problem:
        _refuse(f"The data folder cannot be used ({problem.filename}: {problem.strerror}): set BEREG_DATA to another.")


def _load() -> None:
    """Load the rooms. They stay to the end: to look through them for garbage took a quarter of a command's start."""
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()


def _refuse(message: str) -> NoReturn:
    sys.stderr.write(f"bereg: {' '.join(message.split())}\n")
    sys.exit(WRONG_USE)


if __name__ == "__main__":
    main()
