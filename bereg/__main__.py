"""The command line: `bereg COMMAND`."""

import os
import sys


def main() -> None:
    """Run one command of the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bereg.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["bereg", *sys.argv[1:]])


if __name__ == "__main__":
    main()
