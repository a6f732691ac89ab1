from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.services.studies import (
    DecodeRequest,
    OpenRequest,
    ThumbnailRequest,
    decode,
    open_paths,
    thumbnail,
)
from tests.unit.formats.builders import gradient, write_dicom, write_picture
from tests.unit.services.fakes import Listener


def test_folders_and_files_are_opened_together(tmp_path: Path) -> None:
    (tmp_path / "ward").mkdir()
    first = write_picture(tmp_path / "ward" / "a.png", gradient())
    single = write_dicom(tmp_path / "b.dcm")

    found = open_paths(
        OpenRequest((tmp_path / "ward", single, tmp_path / "missing.dcm")), NullContext()
    )

    assert found.files == (first, single)
    assert [f.path.name for f in found.failures] == ["missing.dcm"]
    assert found.failures[0].error.code is ErrorCode.FILE_MISSING


def test_the_frame_asked_for_is_decoded(tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", np.stack([gradient(), gradient()[::-1]]))

    film = decode(DecodeRequest(path, frame=1), NullContext())

    assert film.frame == 1
    np.testing.assert_array_equal(film.stored_values, gradient()[::-1])


def test_a_thumbnail_is_small_and_says_whose_it_is(sample_films: Path) -> None:
    path = sample_films / "RG1_UNCR.dcm"

    small = thumbnail(ThumbnailRequest(path, 96), NullContext())

    assert (small.path, small.instance.rows) == (path, 1955)
    assert 96 <= max(small.pixels.shape) < 2 * 96
    assert small.pixels.dtype == np.uint8


def test_a_file_that_cannot_be_shown_is_an_error_with_its_reason(tmp_path: Path) -> None:
    empty = tmp_path / "empty.dcm"
    empty.write_bytes(b"")

    for ask in (
        lambda: decode(DecodeRequest(empty), NullContext()),
        lambda: thumbnail(ThumbnailRequest(empty, 96), NullContext()),
    ):
        with pytest.raises(LungDeskError) as caught:
            ask()
        assert caught.value.code is ErrorCode.FILE_EMPTY


def test_nothing_is_read_for_a_job_that_is_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "never-read.dcm"  # reading it would be another error

    with pytest.raises(Cancelled):
        decode(DecodeRequest(path), Listener(cancels_at_check=1))
    with pytest.raises(Cancelled):
        thumbnail(ThumbnailRequest(path, 96), Listener(cancels_at_check=1))
    with pytest.raises(Cancelled):
        open_paths(OpenRequest((path,)), Listener(cancels_at_check=1))
