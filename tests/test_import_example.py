"""The example of docs/import.md does what the page says."""

import io
from pathlib import Path
from textwrap import dedent

import pytest
from django.core.management import call_command
from django.utils import translation

from bereg.enquiries.models import Enquiry

DOCS = Path("docs")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "page", "before", "after"),
    [("en", "import.md", "For the example:", "Its numbers"), ("ru", "ru/import.md", "Для примера:", "Её числа")],
)
def test_the_page_shows_what_the_command_says(
    language: str, page: str, before: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parent.parent)
    example = DOCS / "examples" / "old-line"
    said = io.StringIO()
    with translation.override(language):
        call_command(
            "import",
            f"{example}.csv",
            mapping=Path(f"{example}.toml"),
            dry_run=True,
            verbosity=0,
            stdout=said,
        )
    shown = (DOCS / page).read_text(encoding="utf-8").split(f"{before}\n\n")[1].split(f"\n- {after}")[0]
    assert dedent(shown).split() == said.getvalue().split()


@pytest.mark.django_db
def test_the_example_is_imported(tmp_path: Path) -> None:
    example = DOCS / "examples" / "old-line"
    call_command(
        "import",
        f"{example}.csv",
        mapping=Path(f"{example}.toml"),
        rejects=tmp_path / "rejects.csv",
        verbosity=0,
        stdout=io.StringIO(),
    )
    topics = list(Enquiry._base_manager.order_by("opened_at").values_list("topics", flat=True))
    assert topics == [" work_permit ", " unpaid_wages documents ", " missing_person ", " registration "]
