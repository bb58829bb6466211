"""Every text that enters passes the one normaliser, whichever way it comes; and no way in is unknown."""

import ast
import io
import json
import unicodedata
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import CommandParser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.test import Client
from django.urls import path

from bereg.accounts.passkeys import CredentialField
from bereg.core.commands import PlainCommand
from bereg.core.text_normalisation import BIDI_SIGNS
from bereg.directory.hsds import read_hsds
from bereg.importing.mapping import read_mapping
from bereg.importing.options import ReadingOptions
from bereg.importing.reading import open_source
from bereg.questionnaire.parse import parse_file
from bereg.questionnaire.sheets import content_of, read_content
from tests.importing import MAPPING

pytestmark = pytest.mark.urls(__name__)
DIRT = "a\x00\x1b\x85\u202e\u2066e\u0301" + "\u0316" * 20
SHORT = "ae" + "\u0301"  # what is left, before it is composed


def echo(request: HttpRequest) -> HttpResponse:
    names = [file.name for _, files in request.FILES.lists() for file in files]
    return JsonResponse([*request.GET.lists(), *request.POST.lists(), names], safe=False)


echo.access = "public"  # type: ignore[attr-defined]
urlpatterns = [path("", echo)]


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [each for pair in value.items() for part in pair for each in texts(part)]
    return [each for part in value for each in texts(part)] if isinstance(value, list | tuple) else []


def assert_clean(found: object) -> None:
    read = texts(found)
    assert any("\u00e9" in text for text in read), read  # the text did arrive, and composed
    for text in read:
        assert unicodedata.is_normalized("NFC", text)
        assert not set(text) & set(BIDI_SIGNS)
        assert not [sign for sign in text if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\t\n"]
        assert "\u0316" * 9 not in text


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["form", "multipart", "query", "name of a field", "name of a file"])
def test_requests(client: Client, kind: str) -> None:
    file = SimpleUploadedFile("x", b"")
    file.name = DIRT.replace("\x00", "").replace("\x1b", "")  # the others are not sent by any browser
    sent: dict[str, Any] = {
        "form": ("/", f"text={DIRT}".encode(), "application/x-www-form-urlencoded"),
        "multipart": ("/", {"text": DIRT}),
        "query": (f"/?text={DIRT.replace(chr(0), '%00').replace(chr(27), '%1B')}",),
        "name of a field": ("/", {DIRT.replace("\x00", "").replace("\x1b", "").replace("\x85", ""): "a"}),
        "name of a file": ("/", {"file": file}),
    }
    answer = client.post(*sent[kind])
    assert answer.status_code == 200
    assert_clean(json.loads(answer.content))


def test_json() -> None:
    assert_clean(CredentialField().clean(json.dumps({DIRT: [DIRT, {"deep": DIRT}]})))


def test_a_directory_of_another_network() -> None:
    dirty = {"id": "a", "name": DIRT, "description": DIRT, "phones": [{"id": "b", "number": f"1{DIRT}", DIRT: DIRT}]}
    [read] = read_hsds(json.dumps(dirty).encode()).organisations
    assert_clean([vars(read.draft.texts["en"]), read.draft.content])


def test_a_csv(tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    dirt = DIRT.replace("\x85", "")  # which ends a line
    file.write_text(f"No,{dirt}\n1,{dirt}\n", encoding="utf-8")
    source = open_source(file, ReadingOptions())
    assert_clean([source.columns, [row.cells for row in source.rows()]])


def test_a_workbook(tmp_path: Path) -> None:
    book, file = openpyxl.Workbook(), io.BytesIO()
    dirt = DIRT.replace("\x00", "").replace("\x1b", "")  # which no workbook can hold
    book.worksheets[0].append(["No", dirt])
    book.worksheets[0].append([1, dirt])
    book.save(file)
    (tmp_path / "old.xlsx").write_bytes(file.getvalue())
    source = open_source(tmp_path / "old.xlsx", ReadingOptions())
    assert_clean([source.columns, [row.cells for row in source.rows()]])


def test_the_narrative_of_a_register_shows_its_direction(tmp_path: Path) -> None:
    (tmp_path / "old.csv").write_text("No,Note\n\u202e1,a\u202eb\n", encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(MAPPING + '[narrative]\ncolumn = "Note"\n', encoding="utf-8")
    reading = read_mapping(tmp_path / "mapping.toml").reading
    assert [row.cells for row in open_source(tmp_path / "old.csv", reading).rows()] == [("1", "a⟦RLO⟧b")]


def test_a_mapping(tmp_path: Path) -> None:
    file = tmp_path / "mapping.toml"
    escaped = json.dumps(DIRT)  # TOML writes its escapes alike
    file.write_text(MAPPING.replace("[centre]", f"[centre]\nnames = {{ en = {escaped} }}"), encoding="utf-8")
    assert_clean(list(read_mapping(file).centre.names.values()))


QUESTIONS = """| survey |
|---|---|---|---|
| | type | name | label |
| | text | word | Word a{dirt} |
"""


@pytest.mark.parametrize("ending", ["md", "csv"])
def test_a_questionnaire(tmp_path: Path, ending: str) -> None:
    dirt = DIRT.replace("\x00", "").replace("\x85", "")
    file = tmp_path / f"questions.{ending}"
    if ending == "md":
        file.write_text(QUESTIONS.format(dirt=dirt), encoding="utf-8")
    else:
        file.write_text(f"survey,,,\n,type,name,label::English (en){dirt}\n,text,word,{dirt}\n", encoding="utf-8")
    sheets = read_content(file.name, content_of(file))
    assert_clean([sheets.headings["survey"], [list(row.items()) for row in sheets.rows["survey"]]])
    if ending == "md":
        assert_clean(parse_file(file).source)


def test_the_command_line(tmp_path: Path) -> None:
    seen: dict[str, Any] = {}

    class Command(PlainCommand):
        def add_arguments(self, parser: CommandParser) -> None:
            parser.add_argument("words", nargs="*")
            parser.add_argument("--code")
            parser.add_argument("--file", type=Path)

        def handle(self, *args: object, **options: Any) -> None:
            seen.update(options)

    typed = DIRT.replace("\x00", "")  # which no system passes on
    Command().run_from_argv(["bereg", "x", typed, "--code", typed + "\udcff", "--file", str(tmp_path / typed)])
    assert_clean([seen["words"], seen["code"]])
    assert seen["file"] == tmp_path / typed  # the name of a file is the system's own


# What lets text in, and how the module that uses it makes it clean. A new one has to be thought about here.
WAYS_IN = {
    "request.body": {
        "bereg/core/request_limits.py": "read to refuse what is no UTF-8; the fields are normalised there"
    },
    "request.read": {"bereg/core/request_limits.py": "thrown away"},
    "request.COOKIES": {
        "bereg/accounts/session_middleware.py": "compared with a key of our own",
        "bereg/accounts/known_browsers.py": "looked up by its keyed hash, or not ours",
        "bereg/dangers/strip.py": "handed to the same, and nothing else",
        "bereg/web_questions/sessions.py": "looked up by its digest, or not ours",
    },
    "json.loads": {
        "bereg/audit/checkpoints.py": "written by this program",
        "bereg/commentary/content.py": "written by this program, and verified by its digest",
        "bereg/publications/sentences_by_people.py": "written by this program, of texts normalised as they came in",
        "bereg/publications/content.py": "written by this program, and verified by its digest",
        "bereg/dispatch/findings.py": "decisions sealed by this program beside the words that they are about",
        "bereg/enquiries/held_texts.py": "typed answers of a form, which were normalised when they came in",
        "bereg/enquiries/texts.py": "sealed by this program, after its fields were normalised",
        "bereg/directory/hsds_reading.py": "cleaned as a whole",
        "bereg/searches/details.py": "sealed by this program, of a form",
        "bereg/dispatch/frozen.py": "sealed by this program, of codes alone",
        "bereg/figure_letters/paper.py": "written by this program, and verified by its digest",
        "bereg/dispatch/views.py": "sealed by this program, of decisions of a closed list",
        "bereg/transfers/parcel.py": "sealed by this program, of texts that were normalised when they came in",
        "bereg/importing/sealed_upload.py": "sealed by this program",
        "bereg/vault/ledger_copy.py": "written and signed by this program",
    },
    "csv.reader": {
        "bereg/figure_letters/files.py": "written by this program, and verified by its digest",
        "bereg/importing/csv_text.py": "each cell is normalised by reading.py",
        "bereg/quotas/tables.py": "each cell is normalised as it is read",
        "bereg/questionnaire/sheets.py": "counts cells only",
        "bereg/reference/tables.py": "each cell is normalised as it is taken",
    },
    "csv.DictReader": {
        "bereg/core/geography.py": "a file of the program itself",
        "bereg/directory/first_entries.py": "a file of the program itself",
        "bereg/quotas/occupations.py": "each line is normalised before it is read",
        "bereg/report/surveys.py": "cleaned row by row",
    },
    "tomllib.loads": {
        "bereg/importing/mapping_editor.py": "cleaned as it is read",
        "bereg/counting/catalogue.py": "a file of the program itself",
        "bereg/counting/crossed.py": "a file of the program itself",
        "bereg/guides/first_contents.py": "a file of the program itself",
        "bereg/signals/monitored.py": "a file of the program itself",
        "bereg/counting/published_tables.py": "a file of the program itself",
        "bereg/importing/mapping.py": "cleaned as a whole",
        "bereg/reference/list_mapping.py": "cleaned as a whole",
    },
    "openpyxl.load_workbook": {"bereg/core/workbooks.py": "each cell is normalised by who reads it"},
    "sys.stdin": {
        "bereg/vault/passphrase.py": "the passphrase, which is kept nowhere",
        "bereg/vault/escrow_sheets.py": "the words of a sheet, which are kept nowhere",
        "bereg/console/management/commands/keys.py": "asks only whether somebody sits there",
    },
    "input": {"bereg/vault/escrow_sheets.py": "the words of a sheet, which are kept nowhere"},
    "sys.argv": {
        "bereg/__main__.py": "goes to the commands",
        "bereg/core/program_name.py": "how we were called",
        "benchmarks/memory_process.py": "what `bereg bench` hands the process that it measures",
    },
}
OF_OUR_OWN = ("tests", "bench", "demonstration", "recovery", "migrations")


def ways_used() -> dict[str, set[str]]:
    """Return which modules use which way in."""
    used: dict[str, set[str]] = {way: set() for way in WAYS_IN}
    for file in Path("bereg").rglob("*.py"):
        if not set(OF_OUR_OWN) & set(file.parts):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                name = ast.unparse(node) if isinstance(node, ast.Attribute | ast.Name) else ""
                if name in used:
                    used[name].add(file.as_posix())
    return used


def test_no_way_in_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[1])
    unknown = {way: files - WAYS_IN[way].keys() for way, files in ways_used().items()}
    assert {way: files for way, files in unknown.items() if files} == {}
    assert {way for way, files in ways_used().items() if files} >= {"request.body", "csv.reader", "tomllib.loads"}
