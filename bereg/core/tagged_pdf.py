"""Pages to print: tagged PDF (PDF/UA-1), so that it can also be read aloud, from a template and what it prints."""

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bereg.core.text_normalisation import normalise

if TYPE_CHECKING:
    from typst import Fonts

FONTS = Path(__file__).with_name("pdf_fonts")
STANDARD = "ua-1"
# The letters of the fonts (pdf_fonts/README.md). The standard allows none that cannot be shown.
UNKNOWN = re.compile(
    "[^\n -~\u00a0-\u024f\u02b0-\u02ff\u0300-\u036f\u0400-\u052f\u1e00-\u1eff\u2010-\u2027\u202f-\u205e₽€№]"
)
INSTEAD = "?"


def compiled(template: Path, said: dict[str, Any], **how: Any) -> Any:
    """Compile a template with what it prints, which it gets as data and so never takes for a command.

    said: in the template it is JSON in `sys.inputs.said`. how: of typst. Raise TypstError where a standard is broken.
    """
    from typst import Compiler  # slow to load, and seldom needed

    # No fonts of the machine: the same contents are the same bytes everywhere.
    compiler = Compiler(template, font_paths=_fonts(), ignore_system_fonts=True)
    return compiler.compile(sys_inputs={"said": json.dumps(said)}, timestamp=0, **how)


def printable(value: Any) -> Any:
    """Return what is printed with texts that have only letters that the fonts can show."""
    if isinstance(value, str):
        return UNKNOWN.sub(INSTEAD, normalise(value))
    if isinstance(value, dict):
        return {name: printable(each) for name, each in value.items()}
    return [printable(each) for each in value] if isinstance(value, list) else value


@cache
def _fonts() -> "Fonts":
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
