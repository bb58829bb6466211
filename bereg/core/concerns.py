"""What rooms say for a concern of others: in a module of the concern's name in the room's own folder, found by name.

So whoever shows acts, notices or panels names no room, and a room that comes or goes brings its words along.
"""

import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any

from django.apps import apps
from django.utils.module_loading import autodiscover_modules


def said(concern: str, name: str) -> Iterator[Any]:
    """Yield what the module of each room says under a name; rooms without such a module say nothing."""
    for module in _modules(concern):
        if hasattr(module, name):
            yield getattr(module, name)


@cache
def _modules(concern: str) -> tuple[ModuleType, ...]:
    """Return the modules of a concern. Rooms do not come and go while the program runs, and each page asks."""
    autodiscover_modules(concern)
    found = (sys.modules.get(f"{room.name}.{concern}") for room in apps.get_app_configs())
    return tuple(module for module in found if module is not None)
