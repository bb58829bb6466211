"""What builds and checks Bereg; no part of the running program."""
