"""A real IMAP server on this machine, unprivileged and on ports of its own: for the tests of mailboxes.

Letters are handed to it by LMTP, as a mail server hands them to the mailbox of a centre.
"""

import grp
import os
import pwd
import shutil
import signal
import smtplib
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bereg.console.tests.serving import free_port
from bereg.environment import ImapFolder, MailServer
from tools.suite import DOVECOT

PROGRAM = shutil.which(DOVECOT.programs[0])
LMTP = Path("/usr/lib/dovecot/lmtp")
NEEDED = pytest.mark.skipif(
    not PROGRAM or not LMTP.exists(), reason="there is no Dovecot: apt-get install dovecot-imapd dovecot-lmtpd"
)
PASSWORD = "an invented password"
HELP, RECORDINGS = "help@example.org", "recordings@example.org"
CONFIGURATION = """dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
auth_allow_cleartext = yes
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
first_valid_gid = 1
mail_driver = maildir
mail_path = {home}/mail/%{{user}}
mail_home = {home}/home/%{{user}}
namespace inbox {{
  inbox = yes
}}
passdb static {{
  password = {password}
}}
userdb static {{
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
"""


class Dovecot:
    """A server with empty mailboxes, and how to speak to it."""

    def __init__(self, home: Path) -> None:
        self.home, self.imap, self.lmtp = home, free_port(), free_port()
        self.user = HELP
        self._process: subprocess.Popen[bytes] | None = None
        who = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        for each in (home, home / "mail", home / "home"):
            each.mkdir(exist_ok=True)
            each.chmod(0o755)
            os.chown(each, who.pw_uid, who.pw_gid)
        group, words = grp.getgrgid(who.pw_gid).gr_name, {"home": home, "imap": self.imap, "lmtp": self.lmtp}
        text = CONFIGURATION.format(
            **words, user=who.pw_name, group=group, uid=who.pw_uid, gid=who.pw_gid, password=PASSWORD
        )
        (home / "dovecot.conf").write_text(text, encoding="utf-8")

    def start(self) -> None:
        """Return when it answers."""
        command = [str(PROGRAM), "-F", "-c", str(self.home / "dovecot.conf")]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        for port in (self.imap, self.lmtp):
            while not _greets(port):
                if self._process.poll() is not None:
                    raise RuntimeError((self.home / "log").read_text(encoding="utf-8"))

    def stop(self) -> None:
        """End it with every session, as a provider does that restarts; the mailboxes stay."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGTERM)  # its sessions too, which would go on without it
            self._process.wait(20)

    def folder(self, *, user: str = "", password: str = PASSWORD, name: str = "INBOX") -> ImapFolder:
        """Return the setting that leads to a mailbox."""
        return ImapFolder(MailServer("127.0.0.1", self.imap, user or self.user, password), name)

    def deliver(self, raw: bytes, *, to: str = "", sender: str = "anna@example.org") -> None:
        """Hand a letter in by LMTP."""
        with smtplib.LMTP("127.0.0.1", self.lmtp) as server:
            server.sendmail(sender, [to or self.user], raw)

    def lying(self, folder: str = "INBOX", *, user: str = "") -> list[bytes]:
        """Return the letters in a folder as they lie on the disk, with the ends of lines that they travel by."""
        place = self.home / "mail" / (user or self.user) / ("" if folder == "INBOX" else f".{folder}")
        return [
            path.read_bytes().replace(b"\n", b"\r\n")
            for part in ("new", "cur")
            for path in sorted((place / part).glob("*"))
        ]

    def files(self, *, user: str = "") -> list[str]:
        """Return every file of a mailbox that holds a letter, in whichever folder and however it is marked."""
        place = self.home / "mail" / (user or self.user)
        return sorted(
            str(path.relative_to(place)) for part in ("new", "cur", "tmp") for path in place.rglob(f"{part}/*")
        )


@contextmanager
def running() -> Iterator[Dovecot]:
    """Run a server until the block ends."""
    with TemporaryDirectory(prefix="dovecot_", dir="/tmp") as folder:  # a socket's path may not be long
        server = Dovecot(Path(folder))
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _greets(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as talk:
        return bool(talk.recv(1))
    return False
