"""Photos as evidence: what is uploaded is checked, decoded within bounds, written anew without metadata, and kept."""

import errno
import hashlib
import io
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _
from PIL import Image

from assessment.jpeg import MAGIC, Broken, Skeleton, read_skeleton

MAX_BYTES = 8 * 2**20
# A "12 megapixel" phone writes 4032 x 3024; the cap of 12 must not refuse what such phones take.
MAX_PIXELS = 4032 * 3024
MIN_EDGE = 100
# Ten scans are usual for a progressive photo; hundreds are made to keep a decoder busy.
MAX_SCANS = 20
LONG_EDGE, THUMBNAIL_EDGE = 1280, 320
QUALITY, THUMBNAIL_QUALITY = 80, 75

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Photos of surveys, and papers of complaints: each is swept by those who know its rows.
PHOTOS, PAPERS = "photos", "papers"
THUMBNAILS = {PHOTOS: "thumbs", PAPERS: "paper-thumbs"}
SHARDS = tuple(f"{number:02x}" for number in range(256))
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class PhotoRejected(ValueError):
    """The upload is no photo we take; the text is a sentence for the operator."""


class StorageFull(Exception):
    """The photo could not be kept, and nothing of it was; the text is a sentence for the operator."""


class Readable(Protocol):
    """An open binary file or Django upload."""

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class ProcessedPhoto:
    """A clean JPEG with thumbnail; `sha256` is of our file, `client_sha256` of what was sent, `dhash` 16 hex digits."""

    jpeg: bytes
    thumbnail: bytes
    sha256: str
    client_sha256: str
    width: int
    height: int
    dhash: str


def process_photo(upload: bytes | Readable, *, max_bytes: int = MAX_BYTES) -> ProcessedPhoto:
    """Turn an upload into a photo of at most 1280 px without metadata, upright, or raise PhotoRejected.

    Bounds: bytes, 12 megapixels and the number of scans are checked before anything is decoded.
    """
    data = _read(upload, max_bytes)
    image = _decode(skeleton_of(data))
    jpeg = _encode(image, QUALITY)
    return ProcessedPhoto(
        jpeg=jpeg,
        thumbnail=_thumbnail(image),
        sha256=hashlib.sha256(jpeg).hexdigest(),
        client_sha256=hashlib.sha256(data).hexdigest(),
        width=image.width,
        height=image.height,
        dhash=_dhash(image),
    )


def _read(upload: bytes | Readable, max_bytes: int) -> bytes:
    data = upload if isinstance(upload, bytes) else upload.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise PhotoRejected(_("Foto terlalu besar (maks %(size)s).") % {"size": _size_words(max_bytes)})
    if not data:
        raise PhotoRejected(_("File kosong. Ambil ulang foto."))
    if not data.startswith(MAGIC):
        raise PhotoRejected(_("File harus foto JPG."))
    return data


def _size_words(size: int) -> str:
    return f"{size // 2**20} MB" if size >= 2**20 else f"{size // 2**10} KB"


def skeleton_of(data: bytes) -> Skeleton:
    """Size, scans and the picture without metadata, within bounds; nothing is decoded. PhotoRejected otherwise."""
    try:
        skeleton = read_skeleton(data)
    except Broken:
        raise PhotoRejected(_("Foto rusak, ambil ulang.")) from None
    if skeleton.width * skeleton.height > MAX_PIXELS:
        raise PhotoRejected(_("Foto terlalu besar (maks 12 megapiksel). Kecilkan ukuran foto di kamera."))
    if min(skeleton.width, skeleton.height) < MIN_EDGE:
        raise PhotoRejected(_("Foto terlalu kecil. Ambil ulang dengan kamera."))
    if not 1 <= skeleton.scans <= MAX_SCANS:
        raise PhotoRejected(_("Foto rusak, ambil ulang."))
    return skeleton


def _decode(skeleton: Skeleton) -> Image.Image:
    """Decode near the wanted size (libjpeg skips what is not needed), load for real, turn upright."""
    try:
        with Image.open(io.BytesIO(skeleton.picture), formats=["JPEG"]) as image:
            image.draft("RGB", _fit(image.size, LONG_EDGE))
            image.load()
            picture = image.convert("RGB")
    except (OSError, SyntaxError, ValueError):
        raise PhotoRejected(_("Foto rusak, ambil ulang.")) from None
    picture = _shrink(picture, LONG_EDGE)
    turn = TURNS.get(skeleton.orientation)
    return picture if turn is None else picture.transpose(turn)


def _fit(size: tuple[int, int], edge: int) -> tuple[int, int]:
    """The size with its long edge brought down to `edge`; never larger than it was."""
    scale = min(1.0, edge / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _shrink(image: Image.Image, edge: int) -> Image.Image:
    size = _fit(image.size, edge)
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS)


def _encode(image: Image.Image, quality: int) -> bytes:
    image.info.clear()  # Pillow would write a comment it found there
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, optimize=True)
    return file.getvalue()


def _thumbnail(image: Image.Image) -> bytes:
    return _encode(_shrink(image, THUMBNAIL_EDGE), THUMBNAIL_QUALITY)


def _dhash(image: Image.Image) -> str:
    """64-bit difference hash (is each field brighter than its left neighbour): near-equal photos differ in few bits."""
    grey = image.convert("L").resize((9, 8), Image.Resampling.LANCZOS).tobytes()
    bits = "".join(str(int(grey[place + 1] > grey[place])) for row in range(0, 72, 9) for place in range(row, row + 8))
    return f"{int(bits, 2):016x}"


# --- keeping ---------------------------------------------------------------------------------------------------------


def photo_path(sha256: str, *, folder: str = PHOTOS) -> str:
    """Where a photo of this digest lies below the photo storage: `photos/ab/cd/abcd….jpg`."""
    return f"{folder}/{sha256[:2]}/{sha256[2:4]}/{sha256}.jpg"


def thumbnail_path(path: str) -> str:
    """Where the thumbnail of a stored photo lies."""
    folder, _slash, rest = path.partition("/")
    return f"{THUMBNAILS[folder]}/{rest}"


def store(photo: ProcessedPhoto, *, folder: str = PHOTOS) -> str:
    """Write photo and thumbnail, whole or not at all, and return the photo's path; StorageFull when there is no room.

    The file comes first, its row second: a row never points to nothing, and a file without row is swept later.
    Storing the same photo again is harmless and makes it young for the sweeper.
    """
    storage, path = storages["photos"], photo_path(photo.sha256, folder=folder)
    try:
        storage.save(thumbnail_path(path), ContentFile(photo.thumbnail))
        storage.save(path, ContentFile(photo.jpeg))
    except OSError as error:
        if not storage.exists(path):
            storage.delete(thumbnail_path(path))
        if error.errno in NO_SPACE:
            raise StorageFull(_("Ruang server penuh, foto belum tersimpan. Coba lagi nanti.")) from error
        raise
    return path


def store_picture(picture: bytes, sha256: str) -> str:
    """Write the bytes of a photo under their hash, whole or not at all; its thumbnail is made later (`examine`)."""
    path = photo_path(sha256)
    try:
        storages["photos"].save(path, ContentFile(picture))
    except OSError as error:
        if error.errno in NO_SPACE:
            raise StorageFull(_("Ruang server penuh, foto belum tersimpan. Coba lagi nanti.")) from error
        raise
    return path


def examine(path: str, picture: bytes) -> str:
    """Decode a stored photo for the first time, keep its thumbnail, return its dhash; PhotoRejected when broken."""
    image = _decode(skeleton_of(picture))
    storages["photos"].save(thumbnail_path(path), ContentFile(_thumbnail(image)))
    return _dhash(image)


def sweep_orphans(
    known: Container[str], *, older_than: datetime, shards: Iterable[str] = SHARDS, folder: str = PHOTOS
) -> int:
    """Delete files that no row knows (`known` holds their paths) last written before `older_than`; returns how many.

    With `shards` (first two hex digits of the digest) a large archive is swept piece by piece.
    """
    storage = storages["photos"]
    orphans = [
        name
        for shard in shards
        for place in (folder, THUMBNAILS[folder])
        for name in _files(storage, f"{place}/{shard}")
        if folder + name.removeprefix(place) not in known and _is_older(storage, name, older_than)
    ]
    for name in orphans:
        storage.delete(name)
    return len(orphans)


def _files(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from _files(storage, f"{folder}/{name}")


def _is_older(storage: Storage, name: str, moment: datetime) -> bool:
    try:
        return storage.get_modified_time(name) < moment
    except FileNotFoundError:  # gone since it was listed
        return False
