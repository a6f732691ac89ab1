"""Adapting the model that ships to drawn films of one hospital."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.adapting import reading
from lungdesk.ml.adapting.network import write_network_with
from lungdesk.ml.bundle import CARD, Bundle, load_bundle, verify_bundle, write_manifest
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.engine import Engine
from lungdesk.ml.head import DenseLayer, Head
from lungdesk.services import adaptation as adaptation_service
from lungdesk.services.adaptation import Adaptation, AdaptRequest, adapt, look
from lungdesk.services.models.adapted import SaveRequest, save
from tests.unit.services.local_films import write_local_films

NOBODY = NullContext()


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_local_films(tmp_path_factory.mktemp("hospital") / "films", per_patient=2)


@pytest.fixture(scope="module")
def adaptation(shipped_folder: Path, films: Path) -> Adaptation:
    return adapt(AdaptRequest(shipped_folder, films), NOBODY)


@pytest.fixture(scope="module")
def adapted(adaptation: Adaptation, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    roots = (tmp_path_factory.mktemp("models"),)
    return load_bundle(save(SaveRequest(adaptation, "St. Mary’s", roots), NOBODY))


def refusal(request: AdaptRequest) -> LungDeskError:
    with pytest.raises(LungDeskError) as caught:
        adapt(request, NOBODY)
    return caught.value


def keep(films: Path, folder: Path, counts: dict[str, int]) -> Path:
    """Some of the films, in another folder."""
    folder.mkdir()
    lines = (films / "manifest.csv").read_text().splitlines()
    kept = [lines[0]]
    for label, count in counts.items():
        kept += [f"{films}/{line}" for line in lines[1:] if f",{label}," in line][:count]
    (folder / "manifest.csv").write_text("\n".join(kept) + "\n")
    return folder


def test_films_are_counted_before_anything_is_read(shipped_folder: Path, films: Path) -> None:
    found = look(AdaptRequest(shipped_folder, films), NOBODY)

    assert found.counts["normal"] == found.counts["tuberculosis"] == 12
    assert found.counts["covid19"] == 0


def test_a_difference_that_the_films_show_is_learnt(adaptation: Adaptation) -> None:
    change = {c.name: c for c in adaptation.changes}

    assert change["pair.tuberculosis.normal"].after > 0.9
    assert change["accuracy"].is_better
    assert adaptation.adapted.films.patients == 12
    assert "Better than before beyond chance: Accuracy" in adaptation.outcome
    assert any("few films" in sentence for sentence in adaptation.doubts)
    assert any("no local film of" in sentence for sentence in adaptation.doubts)


def test_labels_without_a_meaning_are_not_learnt(shipped_folder: Path, tmp_path: Path) -> None:
    films = write_local_films(tmp_path / "films", shadow=0.0)

    found = adapt(AdaptRequest(shipped_folder, films), NOBODY)

    pair = {c.name: c for c in found.changes}["pair.tuberculosis.normal"]
    assert pair.after_interval[0] < 0.6
    assert not pair.is_better


def test_the_new_model_is_bound_to_site_base_and_network(
    adapted: Bundle, shipped_bundle: Bundle
) -> None:
    manifest = adapted.manifest
    record = manifest.adaptation

    verify_bundle(adapted)
    assert record is not None
    assert (manifest.id, record.site) == ("lungdesk-lite0-st.-marys", "St. Mary’s")
    assert manifest.version == f"{shipped_bundle.manifest.version}+st.-marys"
    assert record.base.sha256 == shipped_bundle.model.sha256
    assert record.counts["tuberculosis"] == 12
    assert set(manifest.metrics) == {"local"}
    calibration = adapted.calibration()
    assert calibration is not None
    assert set(calibration.thresholds) == {"normal", "tuberculosis"}
    assert calibration.outlier is not None
    assert manifest.bfloat16 is None


def test_its_card_says_where_it_comes_from_and_what_came_of_it(adapted: Bundle) -> None:
    card = (adapted.folder / "MODEL_CARD.md").read_text()

    assert "## Adapted to St. Mary’s" in card
    assert "24 films of 12 patients or groups (12 Normal, 12 Tuberculosis)" in card
    assert "| AUC, Tuberculosis against Normal |" in card
    assert "films of other hospitals may be read worse" in card
    assert "after an adjustment for all figures of the table (Holm)" in card


def test_it_reads_as_its_head_says(adapted: Bundle, adaptation: Adaptation, films: Path) -> None:
    engine = Engine(adapted)
    head = adaptation.adapted.networks[0].head
    for name in ("normal-0.png", "tuberculosis-0.png"):
        radiograph = read_radiograph(films / name)
        output = engine.read(radiograph)
        said = output.prediction
        assert not said.is_withheld
        assert said.assessment is not None
        maps = np.stack([one.values for one in output.saliency_maps])
        assert np.isfinite(maps).all()
    assert engine.head.layers[-1].kernel == pytest.approx(head.layers[-1].kernel)


def test_the_scale_of_its_heatmaps_is_that_of_its_own_head(
    adapted: Bundle, shipped_bundle: Bundle, films: Path
) -> None:
    engine = Engine(adapted)
    read = [engine.read(read_radiograph(path)) for path in sorted(films.glob("*.png"))]
    peaks = [max(one.peak for one in film.saliency_maps) for film in read]

    assert adapted.map_peak == pytest.approx(np.quantile(peaks, 0.95), rel=1e-3)
    assert adapted.map_peak != pytest.approx(shipped_bundle.map_peak, rel=0.01)


def test_of_many_films_some_tell_the_scale(
    shipped_bundle: Bundle, films: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(reading, "MAPPED_FILMS", 4)
    folder = Path(shutil.copytree(films, tmp_path / "films"))
    samples = load_dataset(folder, labels=shipped_bundle.labels).samples
    samples[0].path.write_bytes(b"no picture")  # the first of those that are drawn

    found = reading.read_films(Engine(shipped_bundle), samples, read_radiograph, NOBODY)

    (outputs,) = found.outputs
    assert len(outputs.features) == 23
    assert len(outputs.maps) == 3
    whole = outputs.features[-1, 0]
    assert outputs.maps[-1].mean(axis=(0, 1)) == pytest.approx(whole, rel=1e-3, abs=1e-4)


def test_of_many_films_no_parts_are_kept_and_some_are_drawn(
    shipped_folder: Path, films: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_VIEWS", 24)
    monkeypatch.setattr(adaptation_service, "MOST_FILMS", 20)
    bundle = load_bundle(shipped_folder)
    samples = load_dataset(films, labels=bundle.labels).samples

    (outputs,) = reading.read_films(Engine(bundle), samples, read_radiograph, NOBODY).outputs
    done = adapt(AdaptRequest(shipped_folder, films), NOBODY)

    assert outputs.features.shape[:2] == (24, 1)
    counts = {label: n for label, n in done.adapted.films.counts.items() if n}
    assert counts == {"normal": 10, "tuberculosis": 10}
    assert done.doubts[-1].startswith("Of 24 local films 20 were drawn")


def test_of_a_rare_class_all_films_are_drawn(
    shipped_folder: Path, films: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adaptation_service, "MOST_FILMS", 20)
    few = keep(films, tmp_path / "few", {"normal": 12, "tuberculosis": 10})

    done = adapt(AdaptRequest(shipped_folder, few), NOBODY)

    counts = {label: n for label, n in done.adapted.films.counts.items() if n}
    assert counts == {"normal": 10, "tuberculosis": 10}


def test_nothing_is_ever_overwritten(
    adaptation: Adaptation, adapted: Bundle, tmp_path: Path
) -> None:
    place = tmp_path / "here"
    place.mkdir()
    (place / "mine.txt").write_text("mine")
    again = SaveRequest(adaptation, "St. Mary’s", (adapted.folder.parent,))

    for request in (again, replace(again, folder=place)):
        with pytest.raises(LungDeskError) as caught:
            save(request, NOBODY)
        assert caught.value.code is ErrorCode.MODEL_EXISTS
    assert [p.name for p in place.iterdir()] == ["mine.txt"]
    verify_bundle(adapted)


def test_a_save_that_is_stopped_leaves_nothing(adaptation: Adaptation, tmp_path: Path) -> None:
    class Stop(NullContext):
        def check(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        save(SaveRequest(adaptation, "Ward", (tmp_path / "models",)), Stop())

    assert list((tmp_path / "models").iterdir()) == []


def test_one_class_or_too_few_films_are_refused_before_any_is_read(
    shipped_folder: Path, films: Path, tmp_path: Path
) -> None:
    one = refusal(AdaptRequest(shipped_folder, keep(films, tmp_path / "one", {"normal": 12})))
    few = {"normal": 12, "tuberculosis": 6}
    too_few = refusal(AdaptRequest(shipped_folder, keep(films, tmp_path / "few", few)))

    assert one.code is ErrorCode.ADAPT_ONE_CLASS
    assert "Normal alone" in one.message
    assert too_few.code is ErrorCode.ADAPT_TOO_FEW
    assert "Tuberculosis: 3" in too_few.message


def test_films_that_cannot_be_read_are_told_of_where_the_others_are_too_few(
    shipped_folder: Path, films: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(films, tmp_path / "films"))
    for number in range(6):
        (folder / f"normal-{number}.png").write_text(f"no picture {number}")

    error = refusal(AdaptRequest(shipped_folder, folder))

    assert error.code is ErrorCode.ADAPT_TOO_FEW
    assert "6 films took no part, the first because: normal-0.png" in error.hint


def test_of_a_head_with_a_hidden_layer_the_last_one_is_fitted(
    shipped_bundle: Bundle, films: Path, tmp_path: Path
) -> None:
    base = _with_hidden_layer(shipped_bundle, tmp_path / "hidden")

    found = adapt(AdaptRequest(base.folder, films), NOBODY)
    made = load_bundle(save(SaveRequest(found, "Ward", (tmp_path / "models",)), NOBODY))

    before, after = base.head().layers, made.head().layers
    assert len(after) == 2
    assert (after[0].kernel == before[0].kernel).all()
    assert (after[1].kernel[:, 0] != before[1].kernel[:, 0]).any()
    view = (
        np.random.default_rng(0)
        .integers(0, 256, [base.manifest.preprocess.input_size] * 2)
        .astype(np.uint8)
    )
    logits, feature_map = Engine(made).network.run(view)
    expected = made.head().logits(feature_map[0].mean(axis=(0, 1))[None])
    assert logits == pytest.approx(expected, abs=1e-3)


def _with_hidden_layer(shipped: Bundle, folder: Path) -> Bundle:
    """The shipped trunk with a head of two layers, drawn at random, and without calibration."""
    folder.mkdir()
    rng = np.random.default_rng(0)
    features = shipped.head().layers[0].kernel.shape[0]
    layers = tuple(
        DenseLayer(
            rng.normal(0, 1 / np.sqrt(a), (a, b)).astype(np.float32), np.zeros(b, np.float32)
        )
        for a, b in ((features, 24), (24, 5))
    )
    write_network_with(shipped, Head(layers), folder)
    (folder / CARD).write_text("# hidden\n")
    changes = {"id": "hidden", "calibration": None, "bfloat16": None}
    return write_manifest(folder, shipped.manifest.model_copy(update=changes))


def test_a_model_is_not_adapted_twice(adapted: Bundle, films: Path) -> None:
    """It has learnt from these very films: left out or not, it would know them."""
    error = refusal(AdaptRequest(adapted.folder, films))

    assert error.code is ErrorCode.ADAPT_TWICE
    assert "adapted to St. Mary’s already" in error.message
    assert error.hint == "Adapt lungdesk-lite0, which it was made from."


def test_it_can_be_cancelled_while_films_are_read(shipped_folder: Path, films: Path) -> None:
    class Stop(NullContext):
        done = 0

        def report(self, progress: Progress) -> None:
            self.done = progress.done if progress.total else 0

        def check(self) -> None:
            if self.done >= 3:
                raise Cancelled

    with pytest.raises(Cancelled):
        adapt(AdaptRequest(shipped_folder, films), Stop())


def test_what_it_comes_to_can_be_written_as_json(adaptation: Adaptation) -> None:
    plain = json.loads(json.dumps(adaptation.as_plain(), allow_nan=False))

    assert plain["n"] == 24
    assert plain["changes"][0]["name"] == "accuracy"
