"""The command line: `bereg COMMAND`."""

import os
import sys


def main() -> None:
    """Run one command of the command line."""
    os.umask(0o077)  # whatever it writes, it writes for its owner alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bereg.settings")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["bereg", *sys.argv[1:]])
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has enough (`bereg report ... | head`); Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
