"""Where Chromium is, and how it starts without asking anybody on the network."""

import os
import shutil

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Half of what the browser does is the checker of accessibility, anew on each page, which is gone before what the
    # optimising compilers make of its script pays.
    "--js-flags=--no-opt --no-maglev",
]


# The shell has no window that nobody sees, which takes the others two thirds of what it costs to open a page.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")


def chromium() -> str | None:
    """Return the browser's path: CHROMIUM, else the system's; None where there is none."""
    named = os.environ.get("CHROMIUM")
    return next(filter(None, map(shutil.which, [named] if named else PROGRAMS)), None)
