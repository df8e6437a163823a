"""The floor of a capture: the same bytes on disk and the same facts in one table, without a server between."""

import json
import os
from pathlib import Path

import psycopg

from bench import phones

TABLE = "CREATE TABLE IF NOT EXISTS floor_field (id uuid, content jsonb, photo text)"
INSERT = "INSERT INTO floor_field VALUES (%s, %s, %s)"


def make_room(url: str, folder: Path) -> None:
    """A table and a folder to write to."""
    folder.mkdir(parents=True, exist_ok=True)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLE)


def write_mine(order: tuple) -> None:
    """The visits of this process from `first` on; each transaction and each file is waited for."""
    url, folder, first, with_photos = order
    with psycopg.connect(url, autocommit=True) as connection:
        for visit in phones.mine[first:]:
            connection.execute(INSERT, (visit.pk, json.dumps(visit.body["content"]), None))
            for photo in visit.photos if with_photos else []:
                digest = phones.digest_of(photo)
                _write_file(folder / f"{digest}.jpg", photo)
                connection.execute(INSERT, (visit.pk, None, digest))


def _write_file(path: Path, data: bytes) -> None:
    with path.with_suffix(".part").open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.with_suffix(".part").replace(path)
