"""Reads the skeleton of a JPEG without decoding: size, scans, orientation, and the picture bare of all else."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

MAGIC = b"\xff\xd8\xff"
MAX_SEGMENTS = 1_000

START, END, SCAN, RESTART_INTERVAL, EXIF = b"\xff\xd8", 0xD9, 0xDA, 0xDD, 0xE1
# Baseline, extended and progressive Huffman: what cameras and canvases write. Lossless, hierarchical, arithmetic: no.
FRAMES = {0xC0, 0xC1, 0xC2}
OTHER_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
# Kept for the decoder: Huffman and quantisation tables, frames, scans, JFIF and Adobe (they tell the colour model).
NEEDED = FRAMES | {0xC4, 0xDB, RESTART_INTERVAL, SCAN, 0xE0, 0xEE}
UPRIGHT = 1
ORIENTATION = (274, 3)  # the tag, and its type SHORT
BYTE_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
WITHOUT_LENGTH = {0x01, *range(0xD0, 0xD9)}

MARKER = re.compile(rb"\xff([\x01-\xfe])")
MARKER_AFTER_SCAN = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")  # FF00 and restart marks belong to the scan


class Broken(ValueError):
    """Not a whole JPEG of a kind that cameras write."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A marker and where its bytes lie, from the marker itself to the next one."""

    marker: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Width and height in pixels as stored, number of scans, EXIF orientation 1-8, and the picture without metadata."""

    width: int
    height: int
    scans: int
    orientation: int
    picture: bytes


def read_skeleton(data: bytes) -> Skeleton:
    """Walk the segments up to the end of the (first) picture; Broken when it is cut short, odd, or endless.

    What is dropped (comments, EXIF with position, colour profiles, second pictures, anything after the end, such as a
    web page or an archive) never reaches the decoder, nor the stored file.
    """
    segments = list(_segments(data))
    frames = [segment for segment in segments if segment.marker in FRAMES | OTHER_FRAMES]
    if len(frames) != 1 or frames[0].marker in OTHER_FRAMES:
        raise Broken("Not one frame of a usual kind.")
    width, height = _size(data, frames[0])
    picture = b"".join(data[segment.start : segment.end] for segment in segments if segment.marker in NEEDED)
    return Skeleton(
        width=width,
        height=height,
        scans=sum(segment.marker == SCAN for segment in segments),
        orientation=_orientation(data, segments),
        picture=START + picture + bytes([0xFF, END]),
    )


def _segments(data: bytes) -> Iterator[Segment]:
    place = len(START)
    for _ in range(MAX_SEGMENTS):
        found = MARKER.search(data, place)
        if not found:
            raise Broken("No end of picture.")
        marker, start = found[1][0], found.start()
        if marker == END:
            return
        place = _end_of_segment(data, marker, found.end())
        yield Segment(marker, start, place)
    raise Broken("Too many segments.")


def _end_of_segment(data: bytes, marker: int, place: int) -> int:
    if marker in WITHOUT_LENGTH:
        return place
    end = place + int.from_bytes(data[place : place + 2])
    if end < place + 2 or end > len(data):
        raise Broken("A segment runs past the end.")
    if marker != SCAN:
        return end
    found = MARKER_AFTER_SCAN.search(data, end)
    if not found:
        raise Broken("A scan without end.")
    return found.start()


def _size(data: bytes, frame: Segment) -> tuple[int, int]:
    try:
        bits, height, width = struct.unpack_from(">BHH", data[frame.start : frame.end], 4)
    except struct.error:
        raise Broken("A frame without size.") from None
    if bits != 8 or not width or not height:
        raise Broken("A frame of no use.")
    return width, height


def _orientation(data: bytes, segments: list[Segment]) -> int:
    """Which way the camera was held, 1-8; upright (1) when the EXIF block says nothing sensible."""
    for segment in segments:
        block = data[segment.start + 4 : segment.end] if segment.marker == EXIF else b""
        if block.startswith(b"Exif\0\0"):
            try:
                return _first_orientation(block[6:])
            except struct.error:
                return UPRIGHT
    return UPRIGHT


def _first_orientation(tiff: bytes) -> int:
    """Look for tag 274 in the first directory (EXIF 2.3, 4.6); struct.error when the block is cut short."""
    order = BYTE_ORDERS.get(tiff[:4])
    if order is None:
        return UPRIGHT
    (directory,) = struct.unpack_from(order + "I", tiff, 4)
    (count,) = struct.unpack_from(order + "H", tiff, directory)
    for entry in range(directory + 2, directory + 2 + 12 * count, 12):
        tag, kind, _amount, value = struct.unpack_from(order + "HHIH", tiff, entry)
        if (tag, kind) == ORIENTATION:
            return value if value in range(1, 9) else UPRIGHT
    return UPRIGHT
