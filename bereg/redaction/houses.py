"""Words with capitals that name no person: organisations, firms, shops, stations."""

from bereg.redaction.gazetteer import AFTER_A_PLACE, ORGANISATION_ENGLISH, TELLS_A_NAME
from bereg.redaction.tokens import Word

LEGAL_FORMS = frozenset("ооо оао зао пао ао ип тоо чп llc ltd jsc inc метро".split())
OPENS, CLOSES = '«“„"', '»”“"'
LONGEST_TITLE = 4  # words of a title in quotation marks
BETWEEN = frozenset("of for the and".split())


def of_houses(words: list[Word]) -> set[int]:
    """Return which words are of no person's name."""
    found: set[int] = set()
    for at, word in enumerate(words):
        if word.gap[-1:] and word.gap[-1:] in OPENS:
            found.update(_title(words, at))
        if word.lower in LEGAL_FORMS and word.text != "ИП":
            found.update(_capitals_after(words, at))
        if word.is_capital and word.lower in ORGANISATION_ENGLISH:
            found.update(_organisation(words, at))
        if word.lower in AFTER_A_PLACE and at and words[at - 1].is_capital and word.gap == " ":
            found.add(at - 1)
    return found


def _title(words: list[Word], at: int) -> range:
    """Return the words of a quotation that is short and closes at once, unless it is said of a person."""
    before = words[at - 1] if at else None
    if before and (before.reading.is_animate or before.lower.startswith(TELLS_A_NAME)):
        return range(0)
    for end in range(at + 1, min(at + LONGEST_TITLE, len(words) - 1) + 1):
        gap = words[end].gap
        if gap[:1] and gap[0] in CLOSES:
            return range(at, end)
        if gap.strip(" \u00a0-") and gap.strip() != "":
            return range(0)
    return range(0)


def _capitals_after(words: list[Word], at: int) -> list[int]:
    """Return what follows a legal form with a capital."""
    found = []
    for after in range(at + 1, min(at + 3, len(words))):
        if not words[after].is_capital or words[after].begins:
            break
        found.append(after)
    return found


def _organisation(words: list[Word], at: int) -> set[int]:
    """Return a row of words with capitals around one that says what it is."""
    found = {at}
    for step in (-1, 1):
        here = at
        while 0 <= here + step < len(words) and abs(here + step - at) <= 2 * LONGEST_TITLE:
            here += step
            joint = words[max(here, here - step)]
            if joint.gap != " " or not (words[here].is_capital or words[here].lower in BETWEEN):
                break
            found.add(here)
    return found
