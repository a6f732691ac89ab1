from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn import metrics as oracle

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.ml.bundle import Bundle, write_manifest
from lungdesk.ml.ensemble_engine import predict
from lungdesk.ml.evaluator import SplitPredictions
from lungdesk.ml.file_digests import file_digests
from lungdesk.ml.learnt_films import write_learnt
from lungdesk.services.evaluation import EvaluationRequest, evaluate
from lungdesk.services.models.evaluation import (
    WHOLE,
    ModelEvaluation,
    ReadRequest,
    Subject,
    measure,
)
from lungdesk.services.models.library import ModelLibrary
from lungdesk.services.paths import AppPaths
from lungdesk.services.prediction_store import PredictionStore
from tests.unit.formats.builders import gradient, write_picture
from tests.unit.services.fakes import Listener

CLASSES = ("Normal", "Tuberculosis", "covid19")
PER_CLASS = 3


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """Drawn films in folders ``<split>/<class>/``; one cannot be read."""
    root = tmp_path / "films"
    for split in ("test", "val"):
        for place, name in enumerate(CLASSES):
            folder = root / split / name
            folder.mkdir(parents=True)
            for number in range(PER_CLASS):
                grey = gradient(60 + number, 64 + 3 * place, most=255 - 20 * number)
                write_picture(folder / f"{number}.png", grey)
    (root / "test" / "Normal" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    return root


@pytest.fixture
def service() -> ModelEvaluation:
    return ModelEvaluation.of(AppPaths.default())


def test_a_collection_is_read_once_and_opens_at_once_afterwards(
    service: ModelEvaluation, shipped_folder: Path, collection: Path
) -> None:
    subject = Subject(shipped_folder, collection)
    before = service.look(subject, NullContext())
    assert [(p.name, p.films, p.is_kept) for p in before.parts] == [
        ("val", 9, False),
        ("test", 10, False),
    ]

    read = service.read(ReadRequest(subject, "test"), NullContext())
    again = service.read(ReadRequest(subject, "test"), NullContext())
    anew = service.read(ReadRequest(subject, "test", is_anew=True), NullContext())

    assert (read.is_kept, again.is_kept, anew.is_kept) == (False, True, False)
    assert len(read.table) == 9
    assert [failure.path.name for failure in again.failures] == ["broken.png"]
    np.testing.assert_allclose(again.table.probabilities, read.table.probabilities, atol=1e-7)
    assert all(read.path(number).is_file() for number in range(9))
    after = service.look(subject, NullContext())
    assert {p.name: p.is_kept for p in after.parts} == {"val": False, "test": True}


@pytest.mark.parametrize("is_command_line", [False, True])
def test_a_film_that_is_replaced_during_the_reading_is_read_again(
    service: ModelEvaluation,
    shipped_folder: Path,
    collection: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_command_line: bool,
) -> None:
    subject = Subject(shipped_folder, collection)
    module = "evaluation" if is_command_line else "models.evaluation"

    def read_and_replace(*given: object) -> SplitPredictions:
        read = predict(*given)  # type: ignore[arg-type] # as they come
        write_picture(collection / "test" / "Normal" / "0.png", gradient(90, 80))
        return read

    monkeypatch.setattr(f"lungdesk.services.{module}.predict", read_and_replace)
    if is_command_line:
        store = PredictionStore.of(AppPaths.default())
        evaluate(EvaluationRequest(shipped_folder, collection, "test", store=store), NullContext())
    else:
        service.read(ReadRequest(subject, "test"), NullContext())

    parts = service.look(subject, NullContext()).parts
    assert {part.name: part.is_kept for part in parts}["test"] is False


def test_what_the_command_line_has_read_opens_at_once(
    service: ModelEvaluation, shipped_folder: Path, collection: Path, tmp_path: Path
) -> None:
    store = PredictionStore.of(AppPaths.default())
    request = EvaluationRequest(shipped_folder, collection, "test", tmp_path / "out", store=store)
    said = evaluate(request, NullContext())

    films = service.read(ReadRequest(Subject(shipped_folder, collection), "test"), NullContext())

    assert films.is_kept
    figures = measure(films, NullContext()).metrics.as_dict()
    for name in ("n", "accuracy", "macro_f1", "ece", "macro_auroc"):
        assert figures[name] == pytest.approx(said[name], abs=1e-6)
    assert figures["confusion"] == said["confusion"]
    assert figures["intervals"]["accuracy"] == pytest.approx(said["intervals"]["accuracy"])


def test_figures_agree_with_scikit_learn(
    service: ModelEvaluation, shipped_folder: Path, collection: Path
) -> None:
    films = service.read(ReadRequest(Subject(shipped_folder, collection), "test"), NullContext())
    listener = Listener()

    measures = measure(films, listener)

    table = films.table
    predictions = table.probabilities.argmax(axis=1)
    accuracy = oracle.accuracy_score(table.targets, predictions)
    assert measures.metrics.figures["accuracy"] == pytest.approx(accuracy)
    area = oracle.roc_auc_score(table.targets == 0, table.probabilities[:, 0])
    assert measures.metrics.figures["auroc.normal"] == pytest.approx(area)
    assert set(measures.roc) == set(measures.precision_recall) == {0, 3, 4}
    assert measures.within == ()


def test_films_that_the_model_has_learnt_are_told_in_window_and_command_line(
    service: ModelEvaluation, shipped_bundle: Bundle, collection: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "learnt"
    shutil.copytree(shipped_bundle.folder, folder)
    known = collection / "test" / "Normal" / "1.png"
    known.write_bytes(known.read_bytes() + b"no copy of a film of val")
    write_learnt(folder, file_digests([known]))
    write_manifest(folder, shipped_bundle.manifest)
    name = shipped_bundle.manifest.name
    doubt = f"Of 10 films {name} has learnt from 1: they flatter every figure."
    listener = Listener()

    read = service.read(ReadRequest(Subject(folder, collection), "test"), listener)
    val = service.read(ReadRequest(Subject(folder, collection), "val"), NullContext())
    said = evaluate(EvaluationRequest(folder, collection, "test"), NullContext())

    assert (read.doubt, val.doubt) == (doubt, "")
    told = listener.reports[-1]
    assert (told.message, told.total) == ("comparing films with those of the training", 10)
    # Thresholds are chosen on the 9 films of val.
    assert said["limits"][0] == doubt.replace("Of 10", "Of 19")


def test_a_folder_without_splits_can_be_measured_whole(
    service: ModelEvaluation, shipped_folder: Path, collection: Path
) -> None:
    subject = Subject(shipped_folder, collection / "val")

    overview = service.look(subject, NullContext())
    films = service.read(ReadRequest(subject, WHOLE), NullContext())

    assert overview.is_split_here
    assert (overview.parts[0].name, overview.parts[0].films) == (WHOLE, 9)
    assert len(films.table) == 9


def test_classes_that_the_model_does_not_know_can_be_left_out(
    service: ModelEvaluation, shipped_folder: Path, collection: Path
) -> None:
    (collection / "test" / "Edema").mkdir()
    write_picture(collection / "test" / "Edema" / "0.png", gradient())
    subject = Subject(shipped_folder, collection)

    with pytest.raises(LungDeskError) as told:
        service.look(subject, NullContext())
    overview = service.look(replace(subject, leaves_unknown_out=True), NullContext())

    assert told.value.code is ErrorCode.DATASET_LABEL_UNKNOWN
    assert overview.left_out == {"Edema": 1}
    assert {part.name: part.films for part in overview.parts} == {"val": 9, "test": 10}


def test_cancel_keeps_nothing(
    service: ModelEvaluation, shipped_folder: Path, collection: Path
) -> None:
    subject = Subject(shipped_folder, collection)

    with pytest.raises(Cancelled):
        service.read(ReadRequest(subject, "test"), Listener(cancels_at_check=3))

    assert not any(part.is_kept for part in service.look(subject, NullContext()).parts)


def test_errors_of_model_and_data_are_told(service: ModelEvaluation, tmp_path: Path) -> None:
    shipped, *others = service.models(None, NullContext())
    with pytest.raises(LungDeskError) as no_model:
        service.look(Subject(tmp_path, tmp_path), NullContext())
    with pytest.raises(LungDeskError) as no_films:
        service.look(Subject(shipped.folder, tmp_path / "nowhere"), NullContext())

    assert no_model.value.code is ErrorCode.MODEL_MISSING
    assert no_films.value.code is ErrorCode.FILE_MISSING
    assert ModelLibrary.of(AppPaths.default()).list() == (shipped, *others)
