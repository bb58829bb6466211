"""The words of a letter that came as HTML alone. The HTML itself is never shown."""

import re
from html import unescape

import nh3

from bereg.mailbox.letter_limits import LONGEST_HTML_B
from bereg.mailbox.quarantine_reasons import LimitBrokenError, QuarantineReason

_BLOCK = re.compile(
    r"<(?=/?(?:br|p|div|tr|li|ul|ol|table|h[1-6]|hr|pre|section|article|header|footer|dt|dd)\b)", re.IGNORECASE
)
_QUOTE = re.compile(r"<(?=blockquote\b)", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_EMPTY_LINES = re.compile(r"\n{3,}")


def words_of_html(html: str) -> str:
    """Return the text, each block on a line of its own, a quotation below a line that begins with `>`."""
    if len(html.encode("utf-8", "replace")) > LONGEST_HTML_B:
        raise LimitBrokenError(QuarantineReason.LONG_HTML)
    # Looking for the ends of tags too would take the square of a letter of open tags.
    lined = _QUOTE.sub("\n&gt; <", _BLOCK.sub("\n<", _SPACE.sub(" ", html)))
    text = unescape(nh3.clean(lined, tags=set()))
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in text.split("\n"))).strip()
