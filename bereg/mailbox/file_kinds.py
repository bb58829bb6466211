"""What an attachment is by its first bytes: what it calls itself is anybody's word."""

from dataclasses import dataclass

_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
    (b"fLaC", "audio/flac"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"{\\rtf", "application/rtf"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-elf"),
)
_IN_RIFF = {b"WAVE": "audio/wav", b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}
_IN_ZIP = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"mimetypeapplication/vnd.oasis.opendocument.text": "application/vnd.oasis.opendocument.text",
}
_HEIC = (b"heic", b"heix", b"mif1", b"msf1")
MP3_FRAMES = (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")
UNKNOWN = "application/octet-stream"
SAMPLE_B = 4096


@dataclass(frozen=True)
class InboundFile:
    """An attachment. kind: its media type, by its content."""

    name: str
    kind: str
    content: bytes


def kind_of(content: bytes) -> str:
    """Return the media type; text without a sign of another kind is plain, whatever language it is written in."""
    start = content[:SAMPLE_B]
    if start[:4] == b"RIFF":
        return _IN_RIFF.get(start[8:12], UNKNOWN)
    if start[4:8] == b"ftyp":
        return "image/heic" if start[8:12] in _HEIC else "audio/mp4" if start[8:11] == b"M4A" else "video/mp4"
    if start[:2] in MP3_FRAMES:
        return "audio/mpeg"
    for sign, kind in _STARTS:
        if start.startswith(sign):
            return _inside(start) if kind == "application/zip" else kind
    return "text/plain" if _is_text(start) else UNKNOWN


def _inside(start: bytes) -> str:
    return next((kind for sign, kind in _IN_ZIP.items() if sign in start), "application/zip")


def _is_text(start: bytes) -> bool:
    try:
        text = start.decode("utf-8")
    except UnicodeDecodeError as problem:
        if problem.start < len(start) - 3:  # the sample may end inside a letter
            return False
        text = start[: problem.start].decode("utf-8")
    return not any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text)
