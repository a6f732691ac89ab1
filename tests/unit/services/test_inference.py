from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.prediction import softmax
from lungdesk.core.saliency import ImageRegion
from lungdesk.formats.raster_writer import write_png
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.bundle import load_bundle
from lungdesk.ml.layer_cam import METHOD as LAYERCAM
from lungdesk.services.inference import FilmReader
from lungdesk.services.read_request import ExplainRequest, ReadRequest
from tests.unit.formats.builders import gradient, write_dicom
from tests.unit.services.fakes import Listener


def test_a_real_film_is_read_and_explained(shipped_reader: FilmReader, sample_films: Path) -> None:
    film = read_radiograph(sample_films / "RG1_UNCR.dcm")

    reading = shipped_reader.read(film, NullContext())

    assert reading.instance == film.instance
    assert reading.prediction.model == shipped_reader.model
    np.testing.assert_allclose(
        reading.prediction.probabilities, softmax(reading.prediction.logits), rtol=1e-6
    )
    assert [m.class_index for m in reading.saliency_maps] == [0, 1, 2, 3, 4]
    assert {m.region for m in reading.saliency_maps} == {ImageRegion(0, 0, 1841, 1955)}
    assert set(reading.timings_ms) == {"preprocess", "gate", "infer", "explain"}


def test_a_layercam_is_made_of_every_network_that_reads(
    shipped_reader: FilmReader, sample_films: Path
) -> None:
    film, listener = read_radiograph(sample_films / "RG1_UNCR.dcm"), Listener()
    reading = shipped_reader.read(film, NullContext())

    maps = shipped_reader.explain(ExplainRequest(film, LAYERCAM), listener)

    coarse, fine = reading.saliency_maps[0], maps[0]
    assert [(one.class_index, one.method) for one in maps] == [(n, LAYERCAM) for n in range(5)]
    assert fine.values.shape[0] >= 4 * coarse.values.shape[0]
    assert fine.region == coarse.region
    assert {report.message for report in listener.reports} == {"following the evidence back"}


def test_the_same_film_is_read_the_same_in_every_encoding(
    shipped_reader: FilmReader, sample_films: Path
) -> None:
    readings = [
        shipped_reader.read(read_radiograph(sample_films / name), NullContext())
        for name in ("RG1_UNCR.dcm", "RG1_J2KR.dcm")
    ]

    first, second = (reading.prediction.logits for reading in readings)
    np.testing.assert_array_equal(first, second)


def test_the_reading_says_which_frame_it_is_of(shipped_reader: FilmReader, tmp_path: Path) -> None:
    path = write_dicom(tmp_path / "film.dcm", np.stack([gradient(64, 64)] * 3))

    reading = shipped_reader.read(read_radiograph(path, frame=2), NullContext())

    assert reading.frame == 2


def test_a_reader_is_made_without_looking_at_the_network(copied_bundle: Path) -> None:
    (copied_bundle / "engine.bin").unlink()

    bundle = load_bundle(copied_bundle)
    reader = FilmReader(bundle)

    assert (reader.display_name, reader.labels) == (bundle.manifest.name, bundle.labels)
    with pytest.raises(LungDeskError) as caught:
        reader.warm_up(None, NullContext())
    assert caught.value.code is ErrorCode.MODEL_DAMAGED


def test_nothing_is_prepared_for_a_job_that_is_cancelled(
    copied_bundle: Path, shipped_reader: FilmReader, tmp_path: Path
) -> None:
    (copied_bundle / "engine.bin").unlink()  # preparing it would be another error
    film = read_radiograph(write_dicom(tmp_path / "film.dcm"))

    with pytest.raises(Cancelled):
        FilmReader(load_bundle(copied_bundle)).warm_up(None, Listener(cancels_at_check=1))
    with pytest.raises(Cancelled):
        shipped_reader.read(film, Listener(cancels_at_check=1))


def test_a_picture_that_was_made_of_a_film_is_not_read_whoever_asks(
    shipped_reader: FilmReader, tmp_path: Path
) -> None:
    write_png(tmp_path / "mine.png", gradient(64, 64).astype(np.uint8))
    film = read_radiograph(tmp_path / "mine.png")

    for wanted in (ReadRequest(film), ReadRequest(film, is_overridden=True)):
        with pytest.raises(LungDeskError, match="only the film itself is read") as caught:
            shipped_reader.read_as(wanted, NullContext())
        assert caught.value.code is ErrorCode.FILE_OWN_PICTURE
