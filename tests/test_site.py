"""The site of the documentation holds every page once, and nothing that a reader would have to fetch elsewhere."""

from collections import Counter
from pathlib import Path

from tools import site


def test_every_page_stands_in_the_menu_once() -> None:
    entries = [
        path for group in site.navigation() for pages in group.values() for one in pages for path in one.values()
    ]
    written = {path.relative_to(site.ROOT).as_posix() for path in (site.ROOT / "docs").rglob("*.md")}
    assert Counter(entries) == Counter(written | set(site.FRONT[:4]))


def test_it_brings_no_fonts_of_anybody_else() -> None:
    assert "font: false" in site.CONFIG
    assert "http" not in site.CONFIG


def test_what_does_not_work_offline_is_said(tmp_path: Path) -> None:
    assert site.faults_offline(tmp_path) == ["no search offline"]
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "search_index.js").write_text('var __index = {"docs": []}')
    page = tmp_path / "index.html"
    page.write_text('<a href="https://example.org/">elsewhere</a><link rel="canonical" href="https://example.org/">')
    assert site.faults_offline(tmp_path) == []
    page.write_text("<script src=https://example.org/a.js></script><link href='b.css' rel='stylesheet'>")
    assert site.faults_offline(tmp_path) == ["index.html: https://example.org/a.js"]
