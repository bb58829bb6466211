"""Refusing dangerous workbooks before a spreadsheet library sees them."""

import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from bereg.questionnaire.problems import Problem, QuestionnaireError

MOST_UNPACKED = 20_000_000
MOST_PARTS = 100
MOST_RATIO = 100
_CHUNK = 65_536


def check_workbook(content: bytes) -> None:
    """Raise QuestionnaireError for a bomb, macros, links to other files, or a document type declaration."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check(archive, len(content))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise _refused(_("the file is not a workbook; save it again as .xlsx")) from error


def _check(archive: zipfile.ZipFile, packed: int) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise _refused(_("the workbook has more than 100 parts; copy its sheets to a new workbook"))
    names = [part.filename.lower() for part in parts]
    if any("vbaproject" in name or "macrosheets" in name or name.endswith((".bin", ".exe")) for name in names):
        raise _refused(_("the workbook holds macros; save it as .xlsx without macros"))
    if any("externallinks" in name for name in names):
        raise _refused(_("the workbook links to other files; break the links and save it again"))
    # What the archive declares may lie, so what comes out is counted too.
    limit = min(MOST_UNPACKED, packed * MOST_RATIO)
    if sum(part.file_size for part in parts) > limit:
        raise _too_large()
    unpacked = 0
    for part in parts:
        unpacked = _check_part(archive, part, unpacked, limit)


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, unpacked: int, limit: int) -> int:
    before = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > limit:
                raise _too_large()
            # A NUL would be UTF-16, in which a declaration could hide.
            if part.filename.lower().endswith((".xml", ".rels")) and (b"<!" in before + chunk or b"\0" in chunk):
                raise _refused(_("the workbook holds a document type declaration; copy its sheets to a new workbook"))
            before = chunk[-1:]
    return unpacked


def _too_large() -> QuestionnaireError:
    return _refused(_("the workbook unpacks to more than 20 MB; copy its sheets to a new workbook"))


def _refused(text: str) -> QuestionnaireError:
    return QuestionnaireError([Problem("", 0, text)])
