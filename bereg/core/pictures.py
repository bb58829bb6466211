"""Pictures that come in: judged by their content, opened within limits, and written anew.

A picture written anew carries no place, no camera, no name and no second file behind it; only its points are kept.
Nothing reads one yet: the pictures of materials and the publisher's logo will come in here.
"""

import io
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}  # no SVG: it is a program
MOST_POINTS = 24_000_000
LARGEST_B = 20_000_000
QUALITY = 88
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


class PictureError(Exception):
    """The picture is refused; the message says why and what to do."""


@dataclass(frozen=True)
class Picture:
    """A picture as it may be kept."""

    content: bytes
    kind: str  # "image/jpeg"
    width: int
    height: int
    ending: str


def read_picture(content: bytes, *, longest_side: int | None = None) -> Picture:
    """Return the picture written anew, smaller where a side is longer than asked. Raise PictureError."""
    if len(content) > LARGEST_B:
        raise PictureError(_("The picture is larger than 20 MB; make it smaller."))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of damaged tags, which are thrown away
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _written_anew(content, longest_side)
        except PictureError:
            raise
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as problem:
            raise _too_many_points() from problem
        except Exception as problem:
            # Whatever the libraries below trip over is a fault of the file to whoever chose it.
            raise PictureError(_("This is no readable picture; save it anew as JPEG, PNG or WebP.")) from problem


def _written_anew(content: bytes, longest_side: int | None) -> Picture:
    try:
        # `formats`: no other decoder ever sees the file, whatever its name or header says.
        opened = Image.open(io.BytesIO(content), formats=list(KINDS))
    except UnidentifiedImageError as problem:
        raise PictureError(_("Only JPEG, PNG and WebP pictures are accepted.")) from problem
    with opened as image:
        if image.width * image.height > MOST_POINTS:  # declared, before a single point is unpacked
            raise _too_many_points()
        kind = str(image.format)
        points = _plain(image)
    if longest_side:
        points.thumbnail((longest_side, longest_side))
    file = io.BytesIO()
    points.save(file, kind, **({"quality": QUALITY} if kind != "PNG" else {}))
    return Picture(file.getvalue(), KINDS[kind], points.width, points.height, ENDINGS[kind])


def _too_many_points() -> PictureError:
    return PictureError(_("The picture has more than 24 megapixels; make it smaller."))


def _plain(image: Image.Image) -> Image.Image:
    """Return the first frame, upright, with its points alone."""
    image.seek(0)
    image.load()
    upright = ImageOps.exif_transpose(image)  # what the camera wrote of its position is lost below
    clear = "A" in upright.getbands() or "transparency" in upright.info
    mode = "RGBA" if clear and image.format != "JPEG" else "RGB"
    turned = upright.convert(mode)
    # A fresh one, since `info` of the old one holds comments, profiles and dates, which saving would copy.
    fresh = Image.new(mode, turned.size)
    fresh.paste(turned)
    return fresh
