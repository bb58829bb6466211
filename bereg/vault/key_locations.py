"""Where keys must not lie, and who must not read them: checked before the vault is opened."""

import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from bereg.core.program_name import as_called
from bereg.vault import passphrase, root
from bereg.vault.faults import VaultFault
from bereg.vault.models import Secret

OTHERS = 0o077  # the rights of everybody but the owner


class UnsafeKeys(VaultFault):
    """The keys lie where they must not lie; the message says why and what to do."""


BESIDE = ("django.key", "keys.sqlite3")  # the log that SQLite keeps of the keys takes the mode of their file


def check() -> None:
    """Check where the keys lie. Raise UnsafeKeys."""
    folder = root.path().parent
    known = (root.path(), *(folder / name for name in BESIDE), passphrase.source())
    files = [file for file in known if file and file.exists()]
    for path in [*([folder] if folder.exists() else []), *files]:
        _check_mode(path)
    for path in files:
        _check_git(path)
    for place in dict.fromkeys((folder, *(path.resolve().parent for path in files))):
        _check_folder(place)
    _check_secret_key()


def check_complete() -> None:
    """Refuse to make a new root key where an old one has left secrets. Raise UnsafeKeys."""
    if not root.exists() and Secret.objects.exists():
        restore = f"{as_called()} keys restore"
        raise UnsafeKeys(
            _("%(file)s is missing, and without it nothing opens: bring it back, or run %(command)s with two sheets.")
            % {"file": root.path(), "command": restore}
        )


def _check_mode(path: Path) -> None:
    mode = path.stat().st_mode & 0o777
    if mode & OTHERS:
        wanted = "700" if path.is_dir() else "400" if path == root.path() else "600"
        raise UnsafeKeys(
            _("%(path)s can be read by others (mode %(mode)o): run chmod %(wanted)s on it.")
            % {"path": path, "mode": mode, "wanted": wanted}
        )


def _check_git(path: Path) -> None:
    git = shutil.which("git")
    if git is None:
        return
    asked = [git, "-C", str(path.parent), "ls-files", "--error-unmatch", "--", path.name]
    if subprocess.run(asked, capture_output=True, check=False).returncode == 0:  # noqa: S603 - git, with our own words
        raise UnsafeKeys(
            _("%(path)s is tracked by git, so every copy of the repository has it: take it out, and make new keys.")
            % {"path": path}
        )


def _check_folder(folder: Path) -> None:
    for name in ("MEDIA_ROOT", "STATIC_ROOT", "BACKUPS", "KEYS_BACKUPS"):
        other = getattr(settings, name, None)
        if other and folder.resolve().is_relative_to(Path(other).resolve()):
            raise UnsafeKeys(
                _("%(folder)s lies in %(other)s, which is handed on: set BEREG_DATA to another folder.")
                % {"folder": folder, "other": other}
            )


def _check_secret_key() -> None:
    if passphrase.source() and passphrase.known() == settings.SECRET_KEY:
        raise UnsafeKeys(_("The passphrase of the vault is Django's secret key: choose another passphrase."))
