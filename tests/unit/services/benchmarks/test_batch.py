from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless, JPEGBaseline8Bit

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import JobContext, NullContext
from lungdesk.core.prediction import Prediction
from lungdesk.core.verdict import Verdict
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.bundle import Bundle
from lungdesk.ml.engine import Judgement, PrecisionChoice
from lungdesk.ml.ensemble import load_model
from lungdesk.ml.ensemble_engine import open_engine
from lungdesk.ml.film_pass import FilmPass
from lungdesk.ml.lungs.source import LungSource
from lungdesk.ml.openvino_runtime import CompiledNetwork
from lungdesk.services.benchmarks import batch, peak_memory
from lungdesk.services.benchmarks.batch_films import batch_films
from lungdesk.services.benchmarks.batch_rivals import EngineAlone, ReadingAlone
from lungdesk.services.benchmarks.peak_memory import PeakMemory
from lungdesk.services.lungs.finder import DEFAULT_SEGMENTER_ID
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import shipped_models_folder
from tests.unit.formats.builders import write_picture


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Films whose contents all differ, some in colour, beside what is none."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for number in range(30):
        shape = (65, 63, 3) if number % 7 == 0 else (65, 63)
        write_picture(folder / f"{number}.png", rng.integers(0, 256, shape, np.uint8))
    (folder / "notes.txt").write_text("no film")
    return folder


def test_each_tenth_picture_is_a_dicom_file_too_in_three_encodings_in_turn(
    pictures: Path, tmp_path: Path
) -> None:
    films = batch_films(pictures, 30, tmp_path / "scratch", NullContext())

    objects = [path for path in films if path.suffix == ".dcm"]
    assert [len(films), len(set(films)), len(objects)] == [33, 33, 3]
    assert [films.index(path) for path in objects] == [0, 11, 22]
    syntaxes = [pydicom.dcmread(path).file_meta.TransferSyntaxUID for path in objects]
    assert syntaxes == [ExplicitVRLittleEndian, JPEGBaseline8Bit, JPEG2000Lossless]
    assert {read_radiograph(path).stored_values.shape for path in objects} == {(65, 63)}


def test_too_few_films_are_said_before_anything_is_measured(pictures: Path, tmp_path: Path) -> None:
    with pytest.raises(LungDeskError, match="holds 30 films in JPEG or PNG, not 31") as caught:
        batch_films(pictures, 31, tmp_path / "scratch", NullContext())

    assert caught.value.code is ErrorCode.USAGE


def test_a_batch_reads_all_films_into_a_new_folder_each_time(
    pictures: Path, tmp_path: Path, shipped_bundle: Bundle
) -> None:
    films = batch_films(pictures, 20, tmp_path / "scratch", NullContext())
    task = batch._Task(
        shipped_bundle.folder, PrecisionChoice.FLOAT32, films, 1, tmp_path, tmp_path / "own"
    )

    batches = batch._Batches(task, task.folder, NullContext())

    assert [batches.read(films), batches.read(films[:1])] == [22, 1]


def test_each_network_that_a_film_goes_through_reads_what_it_sees_of_the_films(
    pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lungs = LungSource((shipped_models_folder() / DEFAULT_SEGMENTER_ID,))
    engine = open_engine(load_model(shipped_models_folder() / DEFAULT_MODEL_ID), lungs=lungs)
    films = [read_radiograph(path) for path in sorted(pictures.glob("*.png"))[:2]]
    alone = EngineAlone.of(engine, films)
    read: list[int] = []
    monkeypatch.setattr(
        *(CompiledNetwork, "run_many"),
        lambda _network, views, _, *, is_kept: read.extend(len(v) for v in views),
    )

    alone.read(3)

    assert engine.sight is not None
    sides = [member.spec.input_size for member in alone.engines] + [engine.sight.spec.input_size]
    assert len(sides) == 3
    assert read == [side for side in sides for _ in range(3)]


def test_the_engine_as_it_reads_judges_so_many_films_of_those_in_memory(
    pictures: Path, shipped_bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = open_engine(shipped_bundle, is_for_throughput=True)
    films = [read_radiograph(path) for path in sorted(pictures.glob("*.png"))[:2]]
    said: list[Prediction] = []
    prediction = Judgement.prediction

    def heard(judgement: Judgement, read: FilmPass, verdict: Verdict) -> Prediction:
        said.append(prediction(judgement, read, verdict))
        return said[-1]

    monkeypatch.setattr(Judgement, "prediction", heard)
    ReadingAlone(engine, films).read(5)

    expected = [engine.read(film).prediction for film in films]
    assert len(said) == 5 + len(films)
    for number, one in enumerate(said[:5]):
        assert one.verdict.code is expected[number % 2].verdict.code
        assert one.probabilities == pytest.approx(expected[number % 2].probabilities, abs=1e-4)


def test_the_figures_are_rates_and_what_they_make_of_each_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr("time.process_time", lambda: 2 * clock.now)
    monkeypatch.setattr("time.perf_counter", lambda: clock.now)

    def takes(seconds_a_film: float, once: float = 0.0) -> Any:
        def read(films: Any) -> int:
            number = films if isinstance(films, int) else len(films)
            clock.now += once + seconds_a_film * number
            return number

        return SimpleNamespace(read=read, name="LungDesk")

    monkeypatch.setattr(batch, "_Batches", lambda *_: takes(0.02, once=5.0))
    films = tuple(Path(f"{number}.png") for number in range(101))
    task = batch._Task(Path(), PrecisionChoice.FLOAT32, films, 3, tmp_path, tmp_path)

    rivals = batch._Rivals(takes(0.3), takes(0.018), takes(0.019))
    figures = batch._timed_in_turn(task, rivals, NullContext())

    assert figures == {
        "films_per_s": 50.0,
        "plain_films_per_s": 3.333,
        "engine_films_per_s": 55.56,
        "reading_films_per_s": 52.63,
        "ratio_plain": 15.0,
        "share_of_engine": 0.9,
        "share_of_reading": 0.95,
        "share_of_processor": 0.9,
        "start_s": 5.02,
        "films": 101,
        "plain_films": 22,
    }


def test_the_memory_of_a_tenth_of_the_films_is_compared_with_that_of_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    read: list[int] = []

    def child(_work: Any, task: Any, _folder: Path, _ctx: JobContext) -> dict[str, float]:
        read.append(len(task.films))
        return {"peak_mb": 200.0 + len(task.films)}

    monkeypatch.setattr(batch, "run_in_child", child)
    films = tuple(Path(f"{number}.png") for number in range(330))
    task = batch._Task(Path(), PrecisionChoice.FLOAT32, films, 3, tmp_path, tmp_path)

    figures = batch._memory(task, 300, NullContext())

    assert read == [33, 330]
    assert figures == {"peak_mb_30": 233.0, "peak_mb_300": 530.0, "ratio_memory": 2.275}


def test_memory_that_was_given_back_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes = iter([100, 700, 300])
    monkeypatch.setattr(peak_memory, "_INTERVAL_S", 1000.0)
    monkeypatch.setattr(peak_memory, "_resident_bytes", lambda: next(sizes) * 2**20)

    with PeakMemory() as peak:
        peak._look()

    assert peak.megabytes == 700.0


def test_what_a_process_holds_is_its_resident_memory() -> None:
    with PeakMemory() as before:
        pass
    held = np.ones(200 * 2**20, np.uint8)
    with PeakMemory() as after:
        assert held[-1] == 1

    assert after.megabytes - before.megabytes > 150
