"""Choices of a field that all forms share: Django copies a list of them, with every label, for each form."""

from collections.abc import Iterator
from typing import Any

from django.utils.choices import BaseChoiceIterator, normalize_choices


class SharedChoices(BaseChoiceIterator):
    """Choices that never change. Of Django's own iterators, so that no field makes a list of them again."""

    def __init__(self, choices: Any) -> None:
        self._all = tuple(normalize_choices(choices))

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all)

    def __copy__(self) -> "SharedChoices":
        return self

    def __deepcopy__(self, memo: object) -> "SharedChoices":
        return self
