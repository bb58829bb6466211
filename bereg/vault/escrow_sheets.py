"""The sheets of the root key, as they are printed and as they are typed back."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from bereg.core.commands import wrong_use
from bereg.vault import escrow
from bereg.vault.escrow import BadLine, BadSheet, Sheet

LINE = re.compile(r"^\s*([1-8])\s*:\s*(\S.*)$")


def text_of(sheet: Sheet) -> str:
    """Return a sheet as text to print."""
    head = _("Bereg: root key, sheet %(number)d of 3. Set %(set)s, %(date)s.") % {
        "number": sheet.number,
        "set": set_of(sheet.mark),
        "date": timezone.localdate().isoformat(),
    }
    advice = _("Any two of the three sheets restore the root key; one alone tells nothing. Keep them in three places.")
    lines = [f"{place}: {line}" for place, line in enumerate(sheet.lines(), start=1)]
    return "\n".join([head, advice, "", *lines, ""])


def set_of(mark: bytes) -> str:
    """Return by which name people know sheets of one root key."""
    text = mark.hex().upper()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def read_file(path: Path) -> Sheet:
    """Read a sheet out of a text file. Raise the error for wrong use."""
    try:
        found = [match.groups() for match in map(LINE.match, path.read_text(encoding="utf-8").splitlines()) if match]
        return escrow.read([line for _number, line in sorted(found)])
    except BadLine as problem:
        slip = _("%(file)s: line %(number)d holds a slip.") % {"file": path, "number": problem.number}
        raise wrong_use(slip) from None
    except (BadSheet, UnicodeDecodeError):
        raise wrong_use(_("%s is no whole sheet.") % path) from None
    except OSError as problem:
        raise wrong_use(f"{path}: {problem.strerror}") from None


def typed() -> Sheet:
    """Ask for a sheet, line by line; a line with a slip is asked for again. Raise the error for wrong use."""
    lines: list[str] = []
    while len(lines) < escrow.LINES:
        number = len(lines) + 1
        try:
            line = input(f"{number}: ")
        except EOFError:
            raise wrong_use(_("the sheet was not typed to its end.")) from None
        match = LINE.match(line)  # whoever typed the number along with the line is right too
        text = match.group(2) if match and int(match.group(1)) == number else line
        try:
            escrow.read_line(number, text)
        except BadLine:
            sys.stderr.write(_("There is a slip in line %d: type it again.") % number + "\n")
        else:
            lines.append(text)
    try:
        return escrow.read(lines)
    except BadSheet:
        raise wrong_use(_("these lines are not of one sheet.")) from None


def two_sheets(files: Sequence[Path]) -> tuple[Sheet, Sheet]:
    """Read two sheets, from files or as somebody types them. Raise the error for wrong use."""
    if files:
        if len(files) != 2:
            raise wrong_use(_("two sheets are needed: --sheet FILE --sheet FILE."))
        return read_file(files[0]), read_file(files[1])
    if not sys.stdin.isatty():
        raise wrong_use(_("there is no terminal to type the sheets at: say --sheet FILE twice."))
    sys.stderr.write(_("Type the lines of one sheet.") + "\n")
    first = typed()
    sys.stderr.write(_("Now those of another sheet.") + "\n")
    return first, typed()


def joined(one: Sheet, other: Sheet) -> bytes:
    """Return the root key of two sheets. Raise the error for wrong use."""
    if one.number == other.number:
        raise wrong_use(_("both are sheet %d: two different ones are needed.") % one.number)
    try:
        return escrow.join(one, other)
    except BadSheet:
        raise wrong_use(_("the two sheets do not belong together: compare the set and the date on them.")) from None
