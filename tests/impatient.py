"""`bereg` as it is, but it waits for slow senders less than a second, so that tests need not wait longer."""

from bereg.__main__ import main
from bereg.console import bodies, sockets

bodies.START_S = 1
sockets.HEADERS_MS = 1_000

if __name__ == "__main__":
    main()
