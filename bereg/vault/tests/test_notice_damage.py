"""Whatever is changed, cut, extended or exchanged is noticed, and nothing of it is given out."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bereg.vault import files, sealing, wrapping
from bereg.vault.faults import Damaged

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
RECORD, CENTRE = UUID(int=1), UUID(int=2)
PLACE = sealing.place("enquiries.enquiry", RECORD, "narrative", CENTRE)
SAMPLES = ["a", "Она спрашивает о юристе.", "x" * 1019, "x" * 1020, "x" * 1021, "\U0001f6a8" * 300]


def sealed(text: str) -> bytes:
    return sealing.seal(text, key=KEY, belongs=PLACE, block_B=1024)


def changed(content: bytes) -> Iterator[bytes]:
    """Every byte flipped in one bit, every cut, and pieces too many."""
    for place in range(len(content)):
        flipped = bytearray(content)
        flipped[place] ^= 1 << place % 8
        yield bytes(flipped)
        yield content[:place]
    yield from (content + b"\0", b"\0" + content, content + content, b"")


@pytest.mark.parametrize("text", SAMPLES)
def test_every_byte_of_a_text_counts(text: str) -> None:
    whole = sealed(text)
    assert sealing.unseal(whole, key=KEY, belongs=PLACE) == text
    tried = 0
    for bad in changed(whole):
        with pytest.raises(Damaged):
            sealing.unseal(bad, key=KEY, belongs=PLACE)
        tried += 1
    assert tried == 2 * len(whole) + 4


@pytest.mark.parametrize(
    "elsewhere",
    [
        sealing.place("enquiries.draft", RECORD, "narrative", CENTRE),
        sealing.place("enquiries.enquiry", uuid4(), "narrative", CENTRE),
        sealing.place("enquiries.enquiry", RECORD, "call_back", CENTRE),
        sealing.place("enquiries.enquiry", RECORD, "narrative", uuid4()),
    ],
)
def test_a_text_belongs_to_one_place(elsewhere: bytes) -> None:
    with pytest.raises(Damaged):
        sealing.unseal(sealed("a text"), key=KEY, belongs=elsewhere)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(Damaged):
        sealing.unseal(sealed("a text"), key=OTHER_KEY, belongs=PLACE)


def test_two_places_never_look_alike() -> None:
    with pytest.raises(ValueError, match="bar"):
        sealing.place("a.b|c", RECORD, "d", CENTRE)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from([64, 1024]))
def test_every_text_comes_back(text: str, block: int) -> None:
    content = sealing.seal(text, key=KEY, belongs=PLACE, block_B=block)
    assert (len(content) - 29) % block == 0
    assert sealing.unseal(content, key=KEY, belongs=PLACE) == text


def test_the_same_text_twice_looks_different() -> None:
    assert sealed("the same") != sealed("the same")


def test_a_length_beyond_the_text_is_no_text() -> None:
    for plain in (b"\xff\xff\xff\xff" + bytes(60), b"\0\0", b"\0\0\0\2\xff\xfe"):
        with pytest.raises(Damaged):
            sealing.unseal(sealing.seal_bytes(plain, key=KEY, belongs=PLACE), key=KEY, belongs=PLACE)


def file_of(plain: bytes, piece: int = 10_000) -> bytes:
    pieces = (plain[start : start + piece] for start in range(0, len(plain), piece))
    return b"".join(files.seal(pieces, key=KEY, belongs=PLACE))


def opened(content: bytes, piece: int = 7_000, belongs: bytes = PLACE) -> bytes:
    pieces = (content[start : start + piece] for start in range(0, len(content), piece))
    return b"".join(files.unseal(pieces, key=KEY, belongs=belongs))


@pytest.mark.parametrize("length", [0, 1, 65535, 65536, 65537, 131072, 200_000])
@pytest.mark.parametrize("piece", [1_000, 65536, 70_000])
def test_a_file_comes_back(length: int, piece: int) -> None:
    plain = bytes(place % 251 for place in range(length))
    content = file_of(plain, piece)
    assert len(content) == 16 + length + 16 * max(1, -(-length // 65536))
    assert opened(content, piece) == plain


@pytest.mark.parametrize("length", [0, 1, 700])
def test_every_byte_of_a_file_counts(length: int) -> None:
    for bad in changed(file_of(b"p" * length)):
        with pytest.raises(Damaged):
            files.verify([bad], key=KEY, belongs=PLACE)


def parts_of(content: bytes) -> list[bytes]:
    """The header and the chunks."""
    return [content[:16], *(content[start : start + 65552] for start in range(16, len(content), 65552))]


@pytest.mark.parametrize(
    "exchange",
    [
        lambda parts: [parts[0], parts[2], parts[1], parts[3]],
        lambda parts: [parts[0], parts[1], parts[3]],
        lambda parts: parts[:-1],
        lambda parts: [*parts, parts[-1]],
        lambda parts: [*parts[:2], parts[1], *parts[2:]],
        lambda parts: [parts_of(file_of(b"q" * 140_000))[0], *parts[1:]],
        lambda parts: [*parts[:3], parts_of(file_of(b"q" * 140_000))[3]],
    ],
)
def test_no_chunk_is_moved_left_out_or_exchanged(exchange: Callable[[list[bytes]], list[bytes]]) -> None:
    parts = parts_of(file_of(b"p" * 140_000))
    assert len(parts) == 4
    with pytest.raises(Damaged):
        files.verify(exchange(parts), key=KEY, belongs=PLACE)


def test_a_file_belongs_to_one_place() -> None:
    elsewhere = sealing.place("enquiries.enquiry", uuid4(), "narrative", CENTRE)
    with pytest.raises(Damaged):
        opened(file_of(b"a file"), belongs=elsewhere)


def test_every_byte_of_a_wrapped_key_counts() -> None:
    pair = wrapping.new_pair()
    wrapped = wrapping.wrap(KEY, pair.public)
    assert (len(wrapped), wrapping.unwrap(wrapped, pair.private)) == (80, KEY)
    for bad in changed(wrapped):
        with pytest.raises(Damaged):
            wrapping.unwrap(bad, pair.private)
    with pytest.raises(Damaged):
        wrapping.unwrap(wrapped, wrapping.new_pair().private)


def test_every_byte_of_a_wrapped_secret_counts_and_its_place_too() -> None:
    told = {"kind": "private", "id": "one", "centre": CENTRE}
    wrapped = wrapping.wrap_secret(KEY, OTHER_KEY, **told)  # type: ignore[arg-type]
    assert (len(wrapped), wrapping.unwrap_secret(wrapped, OTHER_KEY, **told)) == (61, KEY)  # type: ignore[arg-type]
    for bad in changed(wrapped):
        with pytest.raises(Damaged):
            wrapping.unwrap_secret(bad, OTHER_KEY, **told)  # type: ignore[arg-type]
    for name, value in {"kind": "index", "id": "two", "centre": None}.items():
        with pytest.raises(Damaged):
            wrapping.unwrap_secret(wrapped, OTHER_KEY, **{**told, name: value})  # type: ignore[arg-type]
    with pytest.raises(Damaged):
        wrapping.unwrap_secret(wrapped, KEY, **told)  # type: ignore[arg-type]
