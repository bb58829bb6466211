"""The public figures, guides and lists as a folder of files for any web server: the pages, with relative links.

It goes from page to page as a reader would, so it needs to know no page but the first ones of each language.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils import timezone, translation

from bereg.core.context import COPY
from bereg.public_site.looked_up import starts_of

LINK = re.compile(r'\b(href|src)="(/[^"#?]*)([^"]*)"')
STATIC, FIGURES, PAGE = "/static/", "figures", "index.html"
MARK = ".bereg-export"


class NotEmptyError(Exception):
    """The folder holds something that no export of ours wrote."""


class UnreadablePageError(Exception):
    """A page does not answer as it should: what it holds is not what was published."""


def export(folder: Path, progress: Callable[[int, int], None]) -> int:
    """Write all that is public into an empty folder or over an earlier export; return how many files there are.

    Raise NotEmptyError, UnreadablePageError.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).exists():
        raise NotEmptyError
    answers = dict(_walk(progress))
    where = {address: _file(address) for address in answers}
    needed: set[str] = set()
    bodies: dict[str, bytes] = {}
    for address, answer in answers.items():
        text = _text(answer)
        needed |= {link for _kind, link, _rest in LINK.findall(text) if link.startswith(STATIC)}
        bodies[where[address]] = _relative(text, where[address], where).encode() if text else answer.content
    bodies |= {address.lstrip("/"): _static(address) for address in sorted(needed)}
    bodies[PAGE] = _relative(_text(answers[_first(settings.LANGUAGE_CODE)]), PAGE, where).encode()
    _put(folder, bodies)
    return len(bodies)


def _put(folder: Path, bodies: dict[str, bytes]) -> None:
    """Write the files, and take away those of the last export that are no more: what was withdrawn goes here too."""
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / MARK
    before = set(mark.read_text(encoding="utf-8").splitlines()) if mark.exists() else set()
    mark.write_text("\n".join(sorted(before | bodies.keys())), encoding="utf-8")  # should this be killed half way
    for name, body in bodies.items():
        _write(folder / name, body)
    for name in before - bodies.keys():
        if (folder / name).resolve().is_relative_to(folder.resolve()):
            (folder / name).unlink(missing_ok=True)
            _leave_no_empty_folder(folder, name)
    mark.write_text("\n".join(sorted(bodies)), encoding="utf-8")


def _leave_no_empty_folder(folder: Path, name: str) -> None:
    """Remove the folders of a file that has gone: their names tell of what was withdrawn."""
    for above in list(Path(name).parents)[:-1]:
        with suppress(OSError):  # something else is in it, or it has gone with another file
            (folder / above).rmdir()


def _first(language: str) -> str:
    return reverse("public_site:figures", args=[language])


def _walk(progress: Callable[[int, int], None]) -> Iterator[tuple[str, HttpResponse]]:
    """Yield address and answer of every page and file that the first pages lead to."""
    today = timezone.localdate()
    languages = [language for language, _name in settings.PUBLIC_LANGUAGES]
    starts = tuple(start for language in languages for start in (_first(language), *starts_of(language, today)))
    waiting, seen = list(starts), set(starts)
    while waiting:
        address = waiting.pop(0)
        answer = _answer(address)
        yield address, answer
        links = [link for _kind, link, _rest in LINK.findall(_text(answer)) if link.startswith(starts)]
        found = [link for link in dict.fromkeys(links) if link not in seen]
        seen.update(found)
        waiting += found
        progress(len(seen) - len(waiting), len(seen))


def _answer(address: str) -> HttpResponse:
    page = resolve(address)
    with translation.override(translation.get_language()):  # a page speaks its own language, and goes on doing so
        asked = RequestFactory().get(address)
        asked.META[COPY] = True
        answer: HttpResponse = page.func(asked, **page.kwargs)
    if answer.status_code != 200:
        raise UnreadablePageError(address)
    return answer


def _text(answer: HttpResponse) -> str:
    return answer.content.decode() if answer.headers["Content-Type"].startswith("text/html") else ""


def _file(address: str) -> str:
    """Return the file that an address becomes, such as `en/2008-01/index.html` or `en/help/held/index.html`."""
    language, first, *rest = address.strip("/").split("/")
    folders = rest if first == FIGURES else [first, *rest]  # which had the whole of an export, and stay where they are
    return posixpath.join(language, *folders, *([PAGE] if address.endswith("/") else []))


def _relative(text: str, file: str, where: dict[str, str]) -> str:
    """Point each link of a page to a file of the export; a link to what is not in it leads to the start."""

    def pointed(found: re.Match[str]) -> str:
        kind, link, rest = found.groups()
        target = link.lstrip("/") if link.startswith(STATIC) else where.get(link, PAGE)
        return f'{kind}="{posixpath.relpath(target, posixpath.dirname(file) or ".")}{rest}"'

    return LINK.sub(pointed, text)


def _static(address: str) -> bytes:
    found = finders.find(address.removeprefix(STATIC))
    if not isinstance(found, str):
        raise UnreadablePageError(address)
    return Path(found).read_bytes()


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
