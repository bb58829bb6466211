"""Make the documentation a site of plain files in var/site, in both languages: `python -m tools.site` (make docs).

It is read without a network: no fonts, scripts or pictures of anybody else. Links are those of the repository. It is
searched as files too, where a browser starts no worker: a frame does its work (`iframe-worker.js`).
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
WORKER = Path(__file__).parent / "iframe-worker.js"
SOURCE, SITE = ROOT / "var" / "site-source", ROOT / "var" / "site"
FRONT = ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE")
FOR_DEVELOPERS = ("architecture", "commands", "engines", "formats", "scale", "settings")
# Headings in any script get the addresses that the usual readers of Markdown give them, which our links name.
FETCHED = re.compile(r"<(?:script|img|link(?=[^>]*stylesheet))[^>]*(?:src|href)=\"?((?:https?:)?//[^\"\s>]+)")
CONFIG = """\
site_name: Bereg
docs_dir: {source}
site_dir: {site}
use_directory_urls: false
theme: {{name: material, font: false, features: [navigation.tabs, toc.follow], palette: {{primary: teal}}}}
plugins: [{{search: {{lang: [en, ru]}}}}, offline]
extra: {{polyfills: [assets/{worker}]}}
markdown_extensions:
  - toc: {{permalink: false, slugify: !!python/object/apply:pymdownx.slugs.slugify {{kwds: {{case: lower}}}}}}
validation: {{links: {{anchors: warn}}}}
nav: {nav}
"""


def navigation(root: Path = ROOT) -> list[dict[str, list[dict[str, str]]]]:
    """Return what stands in the menu of the site: pages for staff in both languages, then those for developers."""
    docs = root / "docs"
    staff = [path for path in (*docs.glob("*.md"), *docs.glob("safety/*.md")) if path.stem not in FOR_DEVELOPERS]
    groups = {
        "Start": [root / "README.md"],
        "По-русски": sorted((docs / "ru").rglob("*.md"), key=_order),
        "For staff": sorted(staff, key=_order),
        "For developers": [*(docs / f"{name}.md" for name in FOR_DEVELOPERS), *(root / name for name in FRONT[1:4])],
        "Decisions": sorted((docs / "decisions").glob("*.md"), key=_order),
    }
    return [
        {name: [{_title(path): path.relative_to(root).as_posix()} for path in pages]} for name, pages in groups.items()
    ]


def _order(path: Path) -> tuple[bool, bool, str]:
    return path.parent.name == "safety", path.stem != "README", path.stem


def _title(path: Path) -> str:
    found = re.search(r"^# (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return found[1].replace("`", "") if found else path.stem


def build() -> int:
    """Lay the pages together as they lie in the repository, and build. Return the exit code."""
    shutil.rmtree(SOURCE, ignore_errors=True)
    shutil.copytree(ROOT / "docs", SOURCE / "docs")
    for name in FRONT:
        shutil.copy(ROOT / name, SOURCE / name)
    (SOURCE / "assets").mkdir()
    shutil.copy(WORKER, SOURCE / "assets")
    config = SOURCE.with_suffix(".yml")
    nav = json.dumps(navigation(), ensure_ascii=False)
    config.write_text(CONFIG.format(source=SOURCE, site=SITE, nav=nav, worker=WORKER.name), encoding="utf-8")
    built = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-f", str(config)], check=False
    )
    if built.returncode:
        return built.returncode
    found = faults_offline(SITE)
    print("\n".join(found), file=sys.stderr)
    return min(len(found), 1)


def faults_offline(site: Path) -> list[str]:
    """Return what a site does not have without a network: what is fetched elsewhere, or the words of the search."""
    index = site / "search" / "search_index.js"
    lacks = [] if index.exists() and "var __index = " in index.read_text(encoding="utf-8") else ["no search offline"]
    fetched = [
        f"{page.relative_to(site)}: {address}"
        for page in sorted(site.rglob("*.html"))
        for address in FETCHED.findall(page.read_text(encoding="utf-8"))
    ]
    return lacks + fetched


if __name__ == "__main__":
    sys.exit(build())
