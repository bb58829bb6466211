"""`bereg release export` writes guides, services and lists beside the figures, and nothing that is for the staff."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bereg.console import static_site
from bereg.public_site.tests.in_force import guide, put_in_force
from bereg.reference.texts import Text

pytestmark = [pytest.mark.django_db, pytest.mark.once("what is written does not depend on the database")]
CANARY = "canary-street-4"
BLANKS = [{"name": "who", "kind": "text", "is_optional": False, "labels": {"en": "Employer"}}]


def test_what_can_be_looked_up_is_written_in_each_language_with_links_that_hold(tmp_path: Path, settings: Any) -> None:
    settings.ADDRESS = "https://help.example.org"
    entry = guide("Passport taken", is_danger=True)
    where = {"regions": ("RU-AST",)}
    held = {"sort": "ngo", "phones": ["8 800 000 00 21"], "languages": ["ru"]}
    shown = put_in_force("service", {"en": Text("Legal advice")}, held, **where)
    put_in_force("service", {"en": Text("Beds")}, {"sort": "shelter", "address": {"en": CANARY}}, **where)
    guide(CANARY, is_public=False)
    document = put_in_force("sample", {"en": Text("Claim", body="How to.\n\n---\n\nTo: {who}")}, {"blanks": BLANKS})
    put_in_force("sample", {"en": Text(CANARY)}, {"blanks": []}, is_public=False)

    folder = tmp_path / "site"
    static_site.export(folder, lambda _done, _of: None)

    rest = ("help/", "help/held/", f"help/guide/{entry.pk}/", "services/", "services/RU-AST/", "documents/")
    for language in ("ru", "uz", "tg", "en"):
        assert [each for each in rest if not (folder / language / each / "index.html").is_file()] == []
        package = json.loads((folder / language / "services.hsds.json").read_text(encoding="utf-8"))
        assert str(shown.pk) in json.dumps(package)
        said = (folder / language / f"documents/{document.pk}/index.html").read_text(encoding="utf-8")
        assert 'To: <span class="blank">[Employer]</span>' in said
        assert f'href="https://help.example.org/{language}/documents/{document.pk}/"' in said
    for path in [each for each in folder.rglob("*") if each.is_file()]:
        assert CANARY.encode() not in path.read_bytes(), path
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "<form" not in text, page
        for link in re.findall(r'\b(?:href|src)="([^"]*)"', text):
            if not link.startswith(("#", "http", "tel:", "mailto:")):
                assert not link.startswith("/"), (page, link)
                assert (page.parent / link.split("#")[0]).resolve().is_file(), (page, link)
    assert "help/index.html" in (folder / "index.html").read_text(encoding="utf-8")
