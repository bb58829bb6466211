"""Encodings are told apart, and the marks of a wrong one are named before anything is stored."""

from pathlib import Path

import pytest

from bereg.importing.options import ReadingOptions
from bereg.importing.reading import open_source
from bereg.importing.table import Source

RUSSIAN = "номер;гражданство;вопрос\n1;Узбекистан;Работодатель не отдаёт паспорт\n2;Россия;Как оформить патент\n"
SPANISH = "número;género;lugar\n1;mujer;Córdoba “centro”\n2;varón;San Martín — norte\n"


def opened(folder: Path, content: bytes, encoding: str = "") -> Source:
    path = folder / "calls.csv"
    path.write_bytes(content)
    return open_source(path, ReadingOptions(encoding=encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r", "cp866", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_encoding_of_a_russian_file_is_found(tmp_path: Path, encoding: str) -> None:
    source = opened(tmp_path, RUSSIAN.encode(encoding))
    assert source.columns == ("номер", "гражданство", "вопрос")
    assert [row.cells[1] for row in source.rows()] == ["Узбекистан", "Россия"]
    assert not source.notices


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_the_encoding_of_a_spanish_file_is_found_with_its_dashes(tmp_path: Path, encoding: str) -> None:
    source = opened(tmp_path, SPANISH.encode(encoding))
    assert [row.cells[2] for row in source.rows()] == ["Córdoba “centro”", "San Martín — norte"]
    assert not source.notices


@pytest.mark.parametrize(
    ("content", "declared", "says"),
    [
        (SPANISH.encode(), "latin-1", "words look like UTF-8 that was read in another encoding"),
        ("a;b\n1;Córdoba\n".encode(), "cp1252", "Ã³ → ó (line 2)"),
        (SPANISH.encode().decode("latin-1").encode(), "", "words look like UTF-8 that was read in another encoding"),
        (RUSSIAN.encode(), "cp1251", "РЅРѕРјРµСЂ → номер"),
        (RUSSIAN.encode("cp1251"), "koi8-r", 'try [file] encoding = "cp1251"'),
        (RUSSIAN.encode("koi8-r"), "cp1251", 'try [file] encoding = "koi8-r"'),
        (RUSSIAN.encode("cp866"), "cp1251", 'try [file] encoding = "cp866"'),
        (RUSSIAN.replace("ё", "\ufffd").encode(), "", "1 sign was lost before: it stands as \ufffd in line 2"),
        (SPANISH.encode("cp1252"), "latin-1", "line 2 has controls that no text has"),
        (RUSSIAN.replace("Россия", "Рос\0сия").encode(), "", "1 zero byte is left out, in line 3"),
    ],
)
def test_the_marks_of_a_wrong_encoding_are_told(tmp_path: Path, content: bytes, declared: str, says: str) -> None:
    assert any(says in notice for notice in opened(tmp_path, content, declared).notices)


@pytest.mark.parametrize(
    "word", ["CAFÉ»", "Ёж", "Москва", "Ğıöşü", "ÀÉÎ", "пёс", "ЁЛКА", "№ 5", "“да” — «нет»…", "Тоҷикистон"]
)
def test_good_words_are_no_sign_of_a_wrong_encoding(tmp_path: Path, word: str) -> None:
    assert not opened(tmp_path, f"a;b\n1;{word}\n".encode()).notices


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a;b\r\n1;2\n3;4\r\n", "CR LF: 2, LF: 1"),
        (b"a;b\n1;2\r3;4\n", "LF: 2, CR: 1"),
        (b"a;b\r1;2\r3;4", ""),
    ],
)
def test_line_ends_of_several_kinds_are_told(tmp_path: Path, content: bytes, says: str) -> None:
    source = opened(tmp_path, content)
    assert [row.cells for row in source.rows()] == [("1", "2"), ("3", "4")]
    assert source.sheets[0].lines == 3
    assert [says in notice for notice in source.notices] == ([True] if says else [])
