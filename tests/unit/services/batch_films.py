"""Films for batches, good, copied, packed and bad ones, and what a batch has left of them."""

from __future__ import annotations

import csv
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from lungdesk.services.batch.folder import RESULTS
from lungdesk.services.batch.journal import JOURNAL
from tests.e2e.bad_films import write_bad_films
from tests.unit.services.local_films import local_film


def write_batch_films(folder: Path, good: int) -> list[Path]:
    """Paths that a batch is given: a folder with so many good films, and a ZIP file beside it."""
    films = folder / "films"
    films.mkdir(parents=True)
    write_bad_films(films)
    for number in range(good):
        write_film(films / f"film-{number}.png", number)
    shutil.copy(films / "film-0.png", films / "copy.png")
    packed = folder / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(films / "film-1.png", "inside/packed-1.png")
        archive.write(films / "empty.dcm", "inside/packed-2.dcm")
    return [films, packed, folder / "missing.png"]


def write_film(path: Path, seed: int) -> None:
    """A drawn film."""
    write_grey(path, local_film(seed, 60.0))


def write_grey(path: Path, values: NDArray[np.uint8]) -> None:
    """A grey film of values ``(h, w)``."""
    assert cv2.imwrite(str(path), values)


def rows_of(out: Path) -> list[dict[str, str]]:
    """Rows of the table, but for how long each took."""
    with (out / RESULTS).open(newline="") as stream:
        return [{n: v for n, v in row.items() if n != "seconds"} for row in csv.DictReader(stream)]


def journal_of(out: Path) -> list[dict[str, Any]]:
    """What the journal holds, in its order, but for how long each took."""
    lines = (out / JOURNAL).read_bytes().splitlines()
    values = [json.loads(line.partition(b" ")[2]) for line in lines]
    return [{name: v for name, v in value.items() if name != "seconds"} for value in values]
