"""A batch of drawn films, read without a network where that says nothing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from lungdesk.core.jobs import JobContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.prediction import ModelRef
from lungdesk.core.workers import Workers
from lungdesk.ml.bundle import Bundle
from lungdesk.services.batch import run as batch
from lungdesk.services.batch.files import LocalFile
from lungdesk.services.batch.keeper import KeptRow
from lungdesk.services.batch.reading import Known, Outcome, Take
from lungdesk.services.batch.row import OK, BatchRow
from lungdesk.services.batch.run import BatchRequest
from tests.unit.services.batch_films import write_film


class SaysNormal:
    """Reads without a network."""

    model = ModelRef("drawn", "1.0", "ab" * 32)
    labels = CHEST_LABELS
    precision = "float32"
    lungs = ""

    def read(self, paths: Iterable[Path], known: Known, take: Take, ctx: JobContext) -> None:
        for path in paths:
            ctx.check()
            sha256 = LocalFile(path).sha256()
            row = BatchRow(str(path), OK, predicted="normal", file_sha256=sha256)
            take(known(path, sha256) or Outcome(path, sha256, KeptRow(row), is_read_now=True))


@pytest.fixture
def without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def reader(_: BatchRequest, _workers: Workers) -> SaysNormal:
        return SaysNormal()

    monkeypatch.setattr(batch, "_reader", reader)
    monkeypatch.setattr(batch, "_ROWS_TOGETHER", 1)


@pytest.fixture
def asked(tmp_path: Path, shipped_bundle: Bundle) -> BatchRequest:
    films = tmp_path / "films"
    films.mkdir()
    for number in range(4):
        write_film(films / f"film-{number}.png", number)
    return BatchRequest([films], shipped_bundle, tmp_path / "out", read_anyway=True)
