"""Where photos are kept: a file is there whole and on disk, or it is not there."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage

PART = ".part"
# Readable by the group, so that the web server may hand out what the application allowed.
FILE_MODE = 0o640


class DurableStorage(FileSystemStorage):
    """A file system storage for content-addressed names: writing a name again replaces it by the same bytes.

    Django's own leaves a cut file under the final name on a full disk; this one writes beside it, syncs, renames.
    """

    synced = True

    @contextmanager
    def synced_at_the_end(self) -> Iterator[None]:
        """Within, no file waits for the disk; at the end the disk is told once. For loading thousands at a time."""
        self.synced = False
        try:
            yield
        finally:
            self.synced = True
            os.sync()

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: it is made of the content's digest."""
        return name

    def _save(self, name: str, content: "File[bytes]") -> str:
        target = Path(self.path(name))
        self._make_folder(target.parent)
        handle, name_beside = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=PART)
        temporary = Path(name_beside)
        try:
            self._write(handle, content)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        self._sync_folder(target.parent)
        return name

    def _write(self, handle: int, content: "File[bytes]") -> None:
        with os.fdopen(handle, "wb") as file:
            for chunk in content.chunks():
                file.write(chunk)
            file.flush()
            os.fchmod(file.fileno(), FILE_MODE)
            if self.synced:
                os.fsync(file.fileno())

    def _make_folder(self, folder: Path) -> None:
        """Make a folder and those above it, and sync each parent, so that a power cut loses no name."""
        if folder.is_dir():
            return
        missing = [place for place in (folder, *folder.parents) if not place.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        for place in missing:
            self._sync_folder(place.parent)

    def _sync_folder(self, folder: Path) -> None:
        if not self.synced:
            return
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
