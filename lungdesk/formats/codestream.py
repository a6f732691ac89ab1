"""The few facts of a compressed frame that are checked before a decoder may have it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

_J2K_START = b"\xff\x4f\xff\x51"
_END_OF_IMAGE = b"\xff\xd9"

# Start-of-frame markers of JPEG and JPEG-LS: C0-CF without DHT, JPG and DAC, and F7.
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC} | {0xF7}
_SCAN = 0xDA
#: Segments and fill bytes before the first scan, at most: damaged files can be full of either.
_MOST_STEPS: Final = 1 << 16
_MARKERS_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD9)})
#: Marker and length of a segment.
_PART_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """Size and kind of the samples that a codestream announces."""

    rows: int
    columns: int
    components: int
    bits: int
    is_signed: bool
    is_jpeg2000: bool


def frame_facts(frame: bytes) -> FrameFacts | None:
    """Facts of a JPEG, JPEG-LS or JPEG 2000 frame; None when it is none or has no header."""
    start = frame.find(_J2K_START, 0, 1024)
    if start >= 0:
        return _jpeg2000_facts(frame[start : start + 64])
    return _jpeg_facts(frame) if frame.startswith(b"\xff\xd8") else None


def is_complete(frame: bytes) -> bool:
    """Whether a JPEG, JPEG-LS or JPEG 2000 frame has its end marker.

    The marker cannot stand inside the compressed data, but it can stand before it, in a preview.
    Some decoders fill what is missing with grey and say nothing.
    """
    if frame.startswith(b"\xff\xd8"):
        scan = _scan(_part_of(frame))
        return scan >= 0 and frame.rfind(_END_OF_IMAGE, scan) >= 0
    return frame.rfind(_END_OF_IMAGE) >= 0


def leads_to_scan(stream: BinaryIO) -> bool:
    """Whether the segments of a JPEG file lead to a scan; the stream is at its beginning again.

    Pillow looks through what does not, byte by byte, for a marker: for minutes where a file is
    large and has lost its content.
    """

    def part(at: int) -> bytes:
        stream.seek(at)
        return stream.read(_PART_BYTES)

    scan = _scan(part)
    stream.seek(0)
    return scan >= 0


def _scan(part_at: Callable[[int], bytes]) -> int:
    """Position of the first scan of a JPEG; -1 when its segments lead to none."""
    return next((at for marker, at in _segments(part_at) if marker == _SCAN), -1)


def _part_of(frame: bytes) -> Callable[[int], bytes]:
    return lambda at: frame[at : at + _PART_BYTES]


def _jpeg2000_facts(head: bytes) -> FrameFacts | None:
    """SIZ marker segment (ISO/IEC 15444-1 A.5.1)."""
    if len(head) < 43:
        return None
    right, bottom, left, top = (_number(head, at, 4) for at in (8, 12, 16, 20))
    return FrameFacts(
        rows=bottom - top,
        columns=right - left,
        components=_number(head, 40, 2),
        bits=(head[42] & 0x7F) + 1,
        is_signed=bool(head[42] & 0x80),
        is_jpeg2000=True,
    )


def _jpeg_facts(frame: bytes) -> FrameFacts | None:
    """First start-of-frame segment (ISO/IEC 10918-1 B.2.2)."""
    for marker, at in _segments(_part_of(frame)):
        if marker in _FRAME_MARKERS and at + 10 <= len(frame):
            return FrameFacts(
                rows=_number(frame, at + 5, 2),
                columns=_number(frame, at + 7, 2),
                components=frame[at + 9],
                bits=frame[at + 4],
                is_signed=False,
                is_jpeg2000=False,
            )
    return None


def _segments(part_at: Callable[[int], bytes]) -> Iterator[tuple[int, int]]:
    """Marker and position of each segment of a JPEG up to its first scan, with that."""
    at = 2
    for _ in range(_MOST_STEPS):
        part = part_at(at)
        if len(part) < _PART_BYTES or part[0] != 0xFF:
            return
        marker = part[1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        yield marker, at
        if marker == _SCAN:
            return
        at += 2 if marker in _MARKERS_WITHOUT_LENGTH else 2 + _number(part, 2, 2)


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")
