"""How many connections the server holds, and how long one may be silent or stand still."""

import os
import resource
import socket
import stat
from pathlib import Path

MOST_CONNECTIONS = 2_000  # of each process
SPARE_FILES = 200  # databases, facts, the disk
STALLED_MS = 30_000
HEADERS_MS = 15_000  # for the head of a request, from the moment of connecting or of the answer before
LARGEST_HEADERS_B = 65_536


def connections_at_once() -> int:
    """Raise this process's limit of open files as far as connections need it; return how many it can hold."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else max(min(wanted, soft) - SPARE_FILES, 1)


def end_stalled(port: int) -> bool:
    """Let the system end each connection here whose other side takes nothing any more; tell whether the port is open.

    The web server never ends one that waits for its reader. Connections inherit this from the socket that listens. The
    other side is not told: it learns of the end when it sends something.
    """
    listening = [each for each in _sockets() if _listens_on(each, port)]
    for each in listening:
        each.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STALLED_MS)
    return bool(listening)


def _sockets() -> list[socket.socket]:
    """Return the sockets of this process, duplicated: closing one of these closes nothing."""
    found = []
    for number in (int(each.name) for each in Path("/proc/self/fd").iterdir()):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                found.append(socket.socket(fileno=os.dup(number)))
        except OSError:  # closed meanwhile
            continue
    return found


def _listens_on(each: socket.socket, port: int) -> bool:
    if each.family not in {socket.AF_INET, socket.AF_INET6}:
        return False
    return bool(each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)) and each.getsockname()[1] == port
