"""How people mark a column of yes and no."""

from bereg.centres.import_sections import YES_NO_WORDS
from bereg.core.text_normalisation import fold

YES = frozenset({*YES_NO_WORDS["yes"], "y", "x", "х", "v", "+", "✓", "✔", "☑"})  # the x in either alphabet
NO = frozenset({*YES_NO_WORDS["no"], "n", "0", "-", "–", "—", "☐"})


def is_yes(cell: str) -> bool | None:
    """Tell a yes from a no, of which an empty cell is one; None: it is neither."""
    folded = fold(cell)
    if folded in YES:
        return True
    return False if not folded or folded in NO else None
