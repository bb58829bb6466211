"""How much the writers of `tests.killing` do, and how they speak; apart, since that module is a program of its own."""

import os

CHECKPOINT_EACH = 7
REFUSALS = 20
CLIENTS, FORMS_EACH = 50, 4


def say(word: str, more: object = "") -> None:
    """Write one line in one piece, past every buffer: what is written has arrived even if we die at once."""
    os.write(1, f"{word} {more}\n".encode())
