"""Which encoding a file has, and the marks of a wrong one in its text."""

import codecs
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

CYRILLIC_RUN = re.compile(rb"[\x80-\xff]{3}")
SAMPLE = 1_000_000
CYRILLIC = ("cp1251", "koi8-r", "cp866")
# The commonest letters of Russian, the Cyrillic languages of Central Asia not far from it.
COMMON = frozenset("оеаинтсрвлкмдпуыя")
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]{2,}")
REPLACEMENT = "\ufffd"
C1 = re.compile(r"[\x80-\x84\x86-\x9f]")  # no text has these controls; \x85 ends a line on some machines
MOST_RUNS = 20_000
ZEROS = 0.02
CLEARLY = 0.25


def guess_encoding(content: bytes) -> str:
    """Tell the encoding: by its mark, as UTF-8 if it is, else by whether high bytes stand in words of their own."""
    sample = content[:SAMPLE]
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # UTF-16 without its mark: the zeros of plain signs stand at one side of each pair.
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even + odd > ZEROS * len(sample) and (not even or not odd):
        return "utf-16-le" if odd else "utf-16-be"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Cyrillic words are runs of high bytes; Spanish or French words have single ones among ASCII.
        high = sum(byte >= 0x80 for byte in sample)
        runs = len(CYRILLIC_RUN.findall(sample))
        return _cyrillic(sample) if 3 * runs > high / 2 else _western(content)
    return "utf-8-sig"


def suspicions(content: bytes, text: str, encoding: str) -> Iterator[str]:
    """Yield what looks as if the file had another encoding, or was spoilt by one before."""
    count = text.count(REPLACEMENT)
    if count:
        yield ngettext(
            "%(count)d sign was lost before: it stands as %(sign)s in line %(line)d",
            "%(count)d signs were lost before: they stand as %(sign)s, the first in line %(line)d",
            count,
        ) % {"count": count, "sign": REPLACEMENT, "line": line_of(text, text.index(REPLACEMENT))}
    zeros = text.count("\0")
    if zeros:
        yield ngettext(
            "%(count)d zero byte is left out, in line %(line)d",
            "%(count)d zero bytes are left out, the first in line %(line)d",
            zeros,
        ) % {"count": zeros, "line": line_of(text, text.index("\0"))}
    control = C1.search(text)
    if control and not encoding.startswith("utf"):
        yield _('line %(line)d has controls that no text has; try [file] encoding = "cp1252" or "cp1251"') % {
            "line": line_of(text, control.start())
        }
    yield from _twice_encoded(text)
    if encoding in CYRILLIC and (better := _cyrillic(content[:SAMPLE], than=encoding)) != encoding:
        yield _('read as %(encoding)s, the letters are unlike any text; try [file] encoding = "%(better)s"') % {
            "encoding": encoding,
            "better": better,
        }


def line_of(text: str, at: int) -> int:
    """Return the number of the line that a place in a text is in."""
    return len(re.findall(r"\r\n|\r|\n", text[:at])) + 1


def _western(content: bytes) -> str:
    # Latin-1 with the quotation marks and dashes of Windows; five bytes mean nothing there.
    try:
        content.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _cyrillic(sample: bytes, *, than: str = "cp1251") -> str:
    """Return the Cyrillic encoding in which the text reads best, or `than` unless another is clearly better."""
    likeness = {encoding: _likeness(sample.decode(encoding, "replace")) for encoding in CYRILLIC}
    best = max(CYRILLIC, key=likeness.__getitem__)
    return best if likeness[best] > likeness[than] + CLEARLY else than


def _likeness(text: str) -> float:
    """Return the share of letters beyond ASCII that are common ones, in words of small letters or one capital."""
    letters, words = 0, 0.0
    for word in re.findall(r"[^\x00-\x7f]+", text):
        letters += len(word)
        # Read in a wrong table, small letters turn into capitals, and capitals into small ones.
        if word.islower() or word.istitle() or (word.isupper() and len(word) < 4):
            words += sum(sign in COMMON for sign in word.casefold())
        elif word.isupper():
            words += sum(sign in COMMON for sign in word.casefold()) / 2
    return words / letters if letters else 0.0


def _twice_encoded(text: str) -> Iterator[str]:
    """Yield a warning where UTF-8 was taken for an older encoding: "Ã©" for "é", "Рё" for "и"."""
    found: Counter[str] = Counter()
    place = -1
    for at, run in enumerate(BEYOND_ASCII.finditer(text)):
        if at == MOST_RUNS:
            break
        better = _decoded_again(run[0])
        if better:
            found[f"{run[0][:20]} → {better[:20]}"] += 1
            place = run.start() if place < 0 else place
    if found:
        yield _(
            "%(count)d words look like UTF-8 that was read in another encoding, such as %(example)s (line %(line)d); "
            "see [file] encoding, or how the file was saved"
        ) % {"count": found.total(), "example": found.most_common(1)[0][0], "line": line_of(text, place)}


@lru_cache(maxsize=MOST_RUNS)
def _decoded_again(run: str) -> str:
    for encoding in ("cp1252", "latin-1", "cp1251"):
        try:
            better = run.encode(encoding).decode()
        except UnicodeError:
            continue
        # Two signs may happen to be valid UTF-8; what they would mean must be a letter or a mark of these scripts.
        if all(_is_plausible(sign) for sign in better):
            return better
    return ""


def _is_plausible(sign: str) -> bool:
    return (
        "\u00a0" <= sign <= "\u017f" or "\u0400" <= sign <= "\u04ff" or "\u2010" <= sign <= "\u2122"
    ) and unicodedata.category(sign) != "Cn"
