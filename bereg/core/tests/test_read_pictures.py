"""A picture is taken by its content, within limits, and says nothing but what it shows."""

import io
import random
import resource
import struct
import subprocess
import sys
import time
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from bereg.core.pictures import KINDS, PictureError, read_picture
from bereg.core.tests.torture import say, share

pytestmark = pytest.mark.once("it uses no database")

CANARY = "heron-under-the-bridge"
PLACE = {1: "N", 2: (55.0, 45.0, 21.0), 3: "E", 4: (37.0, 37.0, 2.0)}


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: Any) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else None).save(file, kind, **more)
    return file.getvalue()


def telling(kind: str) -> bytes:
    """Return a picture that tells where, when and by whom it was made."""
    exif = Image.Exif()
    exif[0x013B] = exif[0x010F] = exif[0x9286] = CANARY
    exif.get_ifd(0x8825).update(PLACE)
    exif[0x0112] = 6  # turned by a quarter
    more: dict[str, Any] = {"exif": exif}
    if kind == "JPEG":
        more |= {"comment": CANARY, "icc_profile": CANARY.encode() * 10}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_itxt("Author", CANARY)
        text.add_text("Comment", CANARY, zip=False)
        more |= {"pnginfo": text}
    if kind == "WEBP":
        more |= {"xmp": f"<x>{CANARY}</x>".encode()}
    return picture(kind, **more) + CANARY.encode()  # and a second file behind the first


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_but_the_points_is_kept(kind: str) -> None:
    told = telling(kind)
    assert CANARY.encode() in told
    kept = read_picture(told)
    assert kept.kind == KINDS[kind]
    assert CANARY.encode() not in kept.content
    with Image.open(io.BytesIO(kept.content)) as image:
        assert not image.getexif()
        assert not {"exif", "comment", "icc_profile", "xmp", "Author", "dpi"} & set(image.info)
        assert image.size == (kept.width, kept.height) == (30, 40)  # upright without being told so


def test_a_clear_background_stays_clear() -> None:
    with Image.open(io.BytesIO(read_picture(picture("PNG", mode="RGBA")).content)) as image:
        assert image.mode == "RGBA"
        assert image.getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "CMYK"])
def test_every_way_of_storing_points_is_taken(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert read_picture(picture(kind, mode=mode)).width == 40


def test_a_side_can_be_bounded() -> None:
    kept = read_picture(picture(size=(400, 100)), longest_side=100)
    assert (kept.width, kept.height) == (100, 25)


def test_of_a_moving_picture_the_first_frame_is_kept() -> None:
    file = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "green")]
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:], duration=100, lossless=True)
    with Image.open(io.BytesIO(read_picture(file.getvalue()).content)) as image:
        assert getattr(image, "n_frames", 1) == 1
        red, _, blue = image.convert("RGB").getpixel((4, 4))  # type: ignore[misc]
        assert red > 200
        assert blue < 50


def declared(width: int, height: int, data: bytes = b"") -> bytes:
    """Return a PNG that declares a size, and holds little."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


OTHERS = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "gif": picture("GIF"),
    "tiff": picture("TIFF"),
    "bmp": picture("BMP"),
    "ico": picture("ICO"),
    "ppm": picture("PPM"),
    "pdf": b"%PDF-1.7\n",
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "page": b"<html><script>alert(1)</script>",
    "nothing": b"",
    "zip": b"PK\x03\x04" + bytes(100),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_other_files_are_refused(kind: str) -> None:
    with pytest.raises(PictureError, match="Only JPEG, PNG and WebP"):
        read_picture(OTHERS[kind])


@pytest.mark.parametrize(
    ("width", "height"), [(4_899, 4_900), (24_000_001, 1), (60_000, 60_000), (2**31 - 1, 2**31 - 1)]
)
def test_more_than_24_megapixels_are_refused_by_what_is_declared(width: int, height: int) -> None:
    with pytest.raises(PictureError):
        read_picture(declared(width, height))


def test_exactly_24_megapixels_are_taken() -> None:
    assert read_picture(picture("PNG", size=(6_000, 4_000), mode="1")).width == 6_000


def test_a_large_file_is_refused_unread() -> None:
    with pytest.raises(PictureError, match="20 MB"):
        read_picture(picture() + bytes(20_000_000))


BOMB = """
import resource, sys
from bereg.core.pictures import PictureError, read_picture
from django.conf import settings; settings.configure(USE_I18N=False)
content = sys.stdin.buffer.read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_picture(content)
    said = "taken"
except PictureError:
    said = "refused"
print(said, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000)
"""


@pytest.mark.parametrize("side", [25_000, 9_000])
def test_a_bomb_is_refused_in_little_room(side: int) -> None:
    row = zlib.compressobj(9)
    packed = b"".join(row.compress(bytes(side * 3 + 1)) for _ in range(side // 10)) + row.flush()
    done = subprocess.run(
        [sys.executable, "-c", BOMB], input=declared(side, side, packed), capture_output=True, check=True, timeout=60
    )
    said, growth_mb = done.stdout.split()
    assert said == b"refused"
    assert float(growth_mb) < 50


SEEDS = [telling(kind) for kind in KINDS] + [picture("PNG", mode="P"), picture("WEBP", lossless=True)]


def spoilt(content: bytes, drawn: random.Random) -> bytes:
    """Return the file cut, flipped, doubled or filled at some places."""
    changed = bytearray(content)
    for _ in range(drawn.randint(1, 8)):
        at = drawn.randrange(len(changed) or 1)
        changed = changed or bytearray(1)
        match drawn.randint(0, 4):
            case 0:
                changed[at] ^= 1 << drawn.randint(0, 7)
            case 1:
                del changed[at : at + drawn.randint(1, 40)]
            case 2:
                changed[at:at] = drawn.randbytes(drawn.randint(1, 40))
            case 3:
                changed[at : at + 4] = b"\xff\xff\xff\x7f"
            case _:
                del changed[at + 1 :]
    return bytes(changed)


def try_many(count: int) -> tuple[int, int]:
    """Open spoilt files; return how many were taken and refused. Anything else but a refusal is an error."""
    drawn, taken = random.Random(7), 0  # noqa: S311 - the same files each time
    for _ in range(count):
        try:
            kept = read_picture(spoilt(drawn.choice(SEEDS), drawn))
        except PictureError:
            continue
        taken += 1
        assert CANARY.encode() not in kept.content
    return taken, count - taken


def test_spoilt_files_are_refused_and_break_nothing() -> None:
    taken, refused = try_many(400)
    assert taken
    assert refused


@pytest.mark.torture
def test_fifty_thousand_spoilt_files_break_nothing() -> None:
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    taken, refused = try_many(share(50_000))
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    took_s = time.monotonic() - begun
    say("S12 pictures", f"{taken} taken, {refused} refused, 0 crashes, {took_s:.0f} s, grown {grown_mb:.0f} MB")
    assert grown_mb < 256


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_break_it(content: bytes) -> None:
    with pytest.raises(PictureError):
        read_picture(content)
