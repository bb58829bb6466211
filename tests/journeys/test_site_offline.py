"""The documentation as a site is searched as plain files, without a server and without a network."""

import importlib.util
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tools import site

pytestmark = [
    pytest.mark.once("there is no database"),
    pytest.mark.skipif(importlib.util.find_spec("material") is None, reason="`make docs` has not been run here"),
]


def test_a_word_is_found_from_the_disk(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "SOURCE", tmp_path / "source")
    monkeypatch.setattr(site, "SITE", tmp_path / "site")
    assert site.build() == 0
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((tmp_path / "site" / "docs" / "install.html").as_uri())
    page.fill(".md-search__input", "passphrase")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert page.locator(".md-search-result__link").first.evaluate("link => link.href").startswith("file:")
    page.fill(".md-search__input", "стажёр")
    expect(page.locator(".md-search-result__link[href*='docs/ru/']").first).to_be_visible()
    context.close()
