"""Which English text each page of docs/ru was made from: `python -m tools.translated_docs changed|seen PAGE...`.

`docs/ru/english.sha256` keeps a digest of each English page as it was when its translation was last looked at, in the
form that `sha256sum --check` reads too. `changed` names the pages that were changed since; `seen` keeps the digest of
today, once the Russian page says the same again.
"""

import argparse
import hashlib
import sys
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"
RUSSIAN = DOCS / "ru"
DIGESTS = RUSSIAN / "english.sha256"


def pages() -> list[str]:
    """Return every Russian page by its path below docs/ru; their list, README.md, has no English twin."""
    found = {path.relative_to(RUSSIAN).as_posix() for path in RUSSIAN.rglob("*.md")}
    return sorted(found - {"README.md"})


def kept() -> dict[str, str]:
    """Return the digest of the English text that each Russian page was made from."""
    lines = DIGESTS.read_text(encoding="utf-8").splitlines() if DIGESTS.exists() else []
    return {name.removeprefix("../"): digest for digest, _, name in (line.partition("  ") for line in lines)}


def digest(page: str) -> str:
    """Return the digest of an English page as it is now."""
    return hashlib.sha256((DOCS / page).read_bytes()).hexdigest()


def changed() -> list[str]:
    """Return the pages whose English text is another one than the translation was made from."""
    made_from = kept()
    return [page for page in pages() if made_from.get(page) != digest(page)]


def seen(*looked_at: str) -> None:
    """Keep the digests of pages whose translation somebody has compared."""
    digests = {page: known for page, known in kept().items() if page in pages()}
    digests |= {page: digest(page) for page in looked_at}
    DIGESTS.write_text("".join(f"{digests[page]}  ../{page}\n" for page in sorted(digests)), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.translated_docs", description=__doc__)
    parser.add_argument("act", choices=("changed", "seen"))
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="such as safety/keys.md")
    options = parser.parse_args(arguments)
    if options.act == "seen":
        seen(*options.pages)
    print("\n".join(changed()))
    return int(bool(changed()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
