"""The machine: disk, memory, folders, clock."""

import resource
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from bereg.core.findings import Finding, Weight

LEAST_FREE = 0.15
OTHERS = 0o077
MAPPED = Path("/sys/dev/block")
BLOCKS = Path("/sys/class/block")
SWAPS = Path("/proc/swaps")


def findings() -> Iterator[Finding]:
    """Yield what is weak about the machine."""
    data = Path(settings.DATA)
    yield from _folder(data)
    yield from _disk(data)
    yield from _room(data)
    yield from _memory()


def encrypted(path: Path) -> bool | None:
    """Tell whether the disk under a path is encrypted, as far as the system tells; None where it does not."""
    number = path.stat().st_dev
    place = MAPPED / f"{number >> 8 & 0xFFF}:{number & 0xFF | number >> 12 & 0xFFF00}"
    if not place.exists():  # a file system without a device of its own, as in a container
        return None
    return _stands_on_encrypted(place)


def _stands_on_encrypted(device: Path) -> bool:
    return any(_is_encrypted(each) for each in _layers(device.resolve()))


def _layers(device: Path) -> Iterator[Path]:
    """Yield a device and what it stands upon."""
    yield device
    for below in sorted((device / "slaves").glob("*")):
        yield from _layers(below.resolve())


def _is_encrypted(device: Path) -> bool:
    named = device / "dm" / "uuid"
    return named.exists() and named.read_text().startswith("CRYPT-")


def _folder(data: Path) -> Iterator[Finding]:
    for folder in filter(Path.is_dir, (data, data / "keys")):
        mode = folder.stat().st_mode & 0o777
        if mode & OTHERS:
            yield Finding(
                "folder_open",
                Weight.GRAVE,
                _("%(folder)s can be entered by other users of the machine (mode %(mode)o).")
                % {"folder": folder, "mode": mode},
                _("Run chmod 700 on it."),
                "thief.md",
            )


def _disk(data: Path) -> Iterator[Finding]:
    found = encrypted(data)
    remedy = _(
        "Keep BEREG_DATA on an encrypted disk (LUKS): without it a stolen machine tells times, places and counts."
    )
    if found is None:
        fault = _("Whether the disk under the data is encrypted cannot be told from here.")
        yield Finding("disk_unknown", Weight.NOTE, fault, remedy, "stolen-laptop.md")
    elif not found:
        fault = _("The disk under the data is not encrypted.")
        yield Finding("disk_plain", Weight.GRAVE, fault, remedy, "stolen-laptop.md")


def _room(data: Path) -> Iterator[Finding]:
    usage = shutil.disk_usage(data)
    if usage.free < usage.total * LEAST_FREE:
        yield Finding(
            "disk_full",
            Weight.WEAK,
            _("Only %(free)d%% of the disk is free.") % {"free": 100 * usage.free // usage.total},
            _("Make room before calls cannot be saved: old backups and logs first."),
            "recovery.md",
        )


def _memory() -> Iterator[Finding]:
    if resource.getrlimit(resource.RLIMIT_CORE)[0] != 0:
        yield Finding(
            "core_dumps",
            Weight.WEAK,
            _("When the program crashes, the system may write its memory, keys included, to the disk."),
            _("Start it with LimitCORE=0 (systemd) or `ulimit -c 0`."),
            "keys.md",
        )
    if _plain_swap():
        yield Finding(
            "swap_plain",
            Weight.WEAK,
            _("Memory may be swapped out to a disk that is not encrypted, keys included."),
            _("Switch swap off (swapoff -a) or encrypt it."),
            "keys.md",
        )


def _plain_swap() -> bool:
    if not SWAPS.exists():
        return False
    used = [Path(line.split()[0]).name for line in SWAPS.read_text().splitlines()[1:]]
    # A name such as dm-1 is of a volume of LVM as well, which encrypts nothing by itself.
    return not all(name.startswith("zram") or _stands_on_encrypted(BLOCKS / name) for name in used)
