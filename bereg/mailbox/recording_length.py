"""How long a recording is, by the first bytes of a WAV file; of any other kind nobody asks."""

import struct

LEAST_S = 2.0  # a shorter one is somebody who hung up
_HEAD_B = 4096


def is_sound(kind: str) -> bool:
    """Tell whether a file of a media type is a recording."""
    return kind.startswith("audio/")


def seconds_of(content: bytes) -> float | None:
    """Return the length of a WAV file, None where it does not say."""
    head = content[:_HEAD_B]
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return None
    place, each_second = 12, 0
    while place + 8 <= len(head):
        name, size = struct.unpack_from("<4sI", head, place)
        if name == b"fmt " and place + 20 <= len(head):
            each_second = int(struct.unpack_from("<I", head, place + 16)[0])
        if name == b"data":
            # An exchange that writes as it records may not know the size yet.
            return min(size, len(content) - place - 8) / each_second if each_second else None
        place += 8 + size + size % 2
    return None
