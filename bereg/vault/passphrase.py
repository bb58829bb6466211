"""Where the passphrase of the root key comes from: systemd, a file, the demonstration itself, or a person."""

import base64
import getpass
import os
import secrets
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator, NumericPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bereg.vault.faults import VaultFault

CREDENTIAL = "bereg-passphrase"
LEAST = 12  # characters of one that somebody thinks up
LEAST_DIFFERENT = 5
TRIES = 3


class NoPassphrase(VaultFault):
    """There is nobody to ask and nothing to read; the message says what to do."""


class WeakPassphrase(VaultFault):
    """It would soon be guessed; the message says what to do."""


def weakness(text: str) -> str:
    """Say why a passphrase is soon guessed; "" where it is not."""
    if len(text) < LEAST:
        return _("it has fewer than %(least)d characters") % {"least": LEAST}
    if len(set(text.casefold())) < LEAST_DIFFERENT or _repeats(text):
        return _("it says the same again and again")
    try:
        for validator in (CommonPasswordValidator(), NumericPasswordValidator()):
            validator.validate(text)
    except ValidationError:
        return _("it is among those that are tried first")
    return ""


def demand_strong(text: str) -> None:
    """Refuse a passphrase that would soon be guessed, wherever it comes from. Raise WeakPassphrase."""
    why = weakness(text)
    if why:
        raise WeakPassphrase(
            _(
                "The passphrase of the vault is too weak: %(why)s. Take four words or more that nobody would guess, or "
                "let one be made by typing Enter."
            )
            % {"why": why}
        )


def _repeats(text: str) -> bool:
    """Tell whether a text is one short piece, written several times."""
    folded = text.casefold()
    period = (folded + folded).index(folded, 1)
    return period < min(len(folded), LEAST)


def known() -> str | None:
    """Return the passphrase that lies in a file, or None where a person has to type it. Raise NoPassphrase."""
    file = source()
    return None if file is None else read(file)


def read(file: Path) -> str:
    """Return the passphrase that lies in a file. Raise NoPassphrase."""
    try:
        text = file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or _("no text")
        raise NoPassphrase(
            _("The passphrase in %(file)s cannot be read: %(reason)s.") % {"file": file, "reason": reason}
        ) from None
    if not text:
        raise NoPassphrase(_("%(file)s is empty: write the passphrase of the vault into it.") % {"file": file})
    return text


def source() -> Path | None:
    """Return the file that the passphrase lies in, if it lies in one."""
    credentials = os.environ.get("CREDENTIALS_DIRECTORY", "")
    if credentials and (Path(credentials) / CREDENTIAL).exists():
        return Path(credentials) / CREDENTIAL
    if settings.PASSPHRASE_FILE:
        return Path(settings.PASSPHRASE_FILE)
    return throw_away() if settings.DEMONSTRATION and throw_away().exists() else None


def typed() -> str:
    """Ask for the passphrase. Raise NoPassphrase where there is no terminal."""
    _need_terminal()
    return _ask(_("Passphrase of the vault: "))


def chosen() -> str:
    """Ask for a new passphrase, twice; nothing typed: one is made, shown, and typed back. Raise NoPassphrase."""
    _need_terminal()
    _say(_("The vault needs a passphrase. It is asked for at each start, and nobody can find it out for you."))
    _say(_("Write it on paper for two people, such as the head of the centre and a deputy, to keep apart."))
    for _again in range(TRIES):
        first = _ask(_("New passphrase (Enter: one is made): "))
        if not first:
            return _made()
        if why := weakness(first):
            _say(_("Not this one: %(why)s. Take four words, of %(least)d characters.") % {"why": why, "least": LEAST})
        elif _ask(_("The same again: ")) != first:
            _say(_("The two differ."))
        else:
            return first
    raise NoPassphrase(_("No passphrase was chosen."))


def make_throw_away() -> str:
    """Return the demonstration's own passphrase, which lies beside what it opens: it keeps nothing secret."""
    file = throw_away()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            stream.write(fresh())
    return file.read_text(encoding="utf-8")


def throw_away() -> Path:
    """Return where the demonstration's passphrase lies."""
    return Path(settings.DATA) / "keys" / "demonstration.passphrase"


def fresh() -> str:
    """Make a passphrase of 100 random bits that can be written down and typed: four groups of five."""
    text = base64.b32encode(secrets.token_bytes(13)).decode().lower()
    return "-".join(text[start : start + 5] for start in range(0, 20, 5))


def _made() -> str:
    """Show a fresh one, and have it typed back: what nobody wrote down would lock everything at the next start."""
    passphrase = fresh()
    for _again in range(TRIES):
        _say(_("Write it down and keep it away from this machine; it is not shown again:"))
        _say(f"\n    {passphrase}\n")
        if _ask(_("Type it from your paper: ")) == passphrase:
            return passphrase
        _say(_("The two differ."))
    raise NoPassphrase(_("No passphrase was chosen."))


def _ask(prompt: str) -> str:
    try:
        return getpass.getpass(prompt)
    except (EOFError, KeyboardInterrupt):
        _say("")
        raise NoPassphrase(_("No passphrase was typed.")) from None


def _need_terminal() -> None:
    if not sys.stdin.isatty():
        raise NoPassphrase(
            _(
                "The vault is locked, and there is no terminal to ask for its passphrase: set BEREG_PASSPHRASE_FILE, "
                "or give the service the credential %(name)s."
            )
            % {"name": CREDENTIAL}
        )


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
