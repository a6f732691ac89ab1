"""Calibrating the model that ships, on drawn films: the network is real, the films are not."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.verdict import Correction, Decision, ReasonCode
from lungdesk.formats.raster_writer import write_png
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.bundle import (
    CARD,
    MANIFEST,
    NEIGHBOURS,
    OUTLIER,
    Bundle,
    load_bundle,
    write_manifest,
)
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble import MEMBERS, EnsembleManifest, Member, write_ensemble
from lungdesk.ml.ensemble_engine import open_engine
from lungdesk.ml.file_digests import file_digests
from lungdesk.ml.gate import Handling
from lungdesk.ml.learnt_films import write_learnt
from lungdesk.reporting.model_card import render_model_card
from lungdesk.services.models.calibration import CalibrateRequest, calibrate_model
from tests.unit.ml.test_pose import drawn_chests
from tests.unit.services.fakes import Listener
from tests.unit.services.model_copies import copy_of_model

COUNTS = {"train": 8, "val": 5, "test": 2}


def write_films(folder: Path) -> Path:
    """A collection of drawn chests, ``<split>/<class>/<n>.png``."""
    for place, (split, count) in enumerate(COUNTS.items()):
        for index, label in enumerate(CHEST_LABELS.ids):
            target = folder / split / label
            target.mkdir(parents=True)
            for number, grey in enumerate(drawn_chests(count, 10 * place + index)):
                write_png(target / f"{number}.png", np.kron(grey, np.ones((3, 3), np.uint8)))
    return folder


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_films(tmp_path_factory.mktemp("films"))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory, films: Path) -> Bundle:
    folder = tmp_path_factory.mktemp("models") / "copy"
    copy_of_model(folder, "copy")
    done = calibrate_model(CalibrateRequest(folder, films), NullContext())
    assert isinstance(done, Bundle)
    return done


def test_every_number_comes_from_the_films_it_names(model: Bundle) -> None:
    record = model.calibration()

    assert record is not None
    assert (record.split, record.films, record.sensitivity) == ("val", 25, 0.9)
    assert set(record.thresholds) == set(CHEST_LABELS.ids)
    assert record.outlier is not None
    assert record.outlier.reference_films == 40
    assert record.outlier.refused == pytest.approx(1.15 * record.outlier.doubtful, rel=1e-5)
    assert record.figures["val"]["coverage"] >= 0.9
    assert record.figures["test"]["films"] == 10
    assert "groups" not in record.figures["val"]["reliability"]  # nobody knows whose films they are
    for point in record.figures["val"]["points"].values():
        assert point["sensitivity"] >= 0.9


def test_the_scale_of_heatmaps_ends_where_few_val_films_go_beyond(
    model: Bundle, films: Path
) -> None:
    engine = Engine(model)
    paths = sorted((films / "val").rglob("*.png"))
    read = [engine.read(read_radiograph(path)) for path in paths]
    peaks = sorted(max(one.peak for one in film.saliency_maps) for film in read)

    assert model.map_peak is not None
    assert model.map_peak == pytest.approx(np.quantile(peaks, 0.95), rel=1e-3)
    assert sum(peak > model.map_peak for peak in peaks) == 2  # of 25
    assert model.calibration().figures["test"]["map_peak"] > 0  # type: ignore[union-attr] # is there


def test_the_films_that_were_learnt_from_are_kept_as_points(
    model: Bundle, films: Path, tmp_path: Path
) -> None:
    path = sorted((films / "train" / "covid19").iterdir())[2]
    read = Engine(model).read(read_radiograph(path))

    assert NEIGHBOURS in model.manifest.files
    assert read.similar is not None
    assert (read.similar.known, len(read.similar.nearest)) == (40, 20)
    first = read.similar.nearest[0]
    assert first.id == hashlib.sha256(path.read_bytes()).hexdigest()[:32]
    assert first.class_index == CHEST_LABELS.index("covid19")
    assert first.distance < 0.01
    assert list(read.similar.nearest) == sorted(read.similar.nearest, key=lambda one: one.distance)


def test_without_train_films_reference_and_points_stay_and_only_limits_are_made_anew(
    model: Bundle, films: Path, tmp_path: Path
) -> None:
    before = load_bundle(Path(shutil.copytree(model.folder, tmp_path / "copy")))
    record = before.calibration()
    kept = {name: (before.folder / name).read_bytes() for name in (OUTLIER, NEIGHBOURS)}
    shutil.copytree(films / "test", tmp_path / "films" / "val")
    doubts: list[str] = []
    request = CalibrateRequest(before.folder, tmp_path / "films", tell_doubt=doubts.append)

    after = calibrate_model(request, NullContext())

    assert doubts == ["This was found out on 10 films, and replaces what was found out on 25."]
    assert {name: (after.folder / name).read_bytes() for name in kept} == kept
    assert record is not None
    assert record.outlier is not None
    assert after.manifest.calibration is not None
    limits = after.manifest.calibration.outlier
    assert limits is not None
    assert (limits.films, limits.reference_films) == (10, 40)
    assert limits.refused != record.outlier.refused


def test_another_collection_is_not_told_as_what_the_model_has_learnt_from(
    model: Bundle, films: Path, tmp_path: Path
) -> None:
    before = load_bundle(Path(shutil.copytree(model.folder, tmp_path / "copy")))
    points = (before.folder / NEIGHBOURS).read_bytes()
    collection = Path(shutil.copytree(films, tmp_path / "films"))
    for path in (collection / "train" / "normal").iterdir():
        write_png(path, 255 - read_radiograph(path).stored_values)

    after = calibrate_model(CalibrateRequest(before.folder, collection), NullContext())

    assert (after.folder / NEIGHBOURS).read_bytes() == points


def test_val_films_of_which_none_can_be_read_are_one_sentence(films: Path, tmp_path: Path) -> None:
    before = copy_of_model(tmp_path / "copy", "copy")
    collection = Path(shutil.copytree(films, tmp_path / "films"))
    for path in (collection / "val").rglob("*.png"):
        path.write_bytes(b"no film")

    with pytest.raises(LungDeskError, match="None of the 25 val films") as caught:
        calibrate_model(CalibrateRequest(before.folder, collection), NullContext())
    assert caught.value.code is ErrorCode.DATASET_EMPTY


def test_another_split_of_which_none_can_be_read_is_left_out(films: Path, tmp_path: Path) -> None:
    before = copy_of_model(tmp_path / "copy", "copy")
    collection = Path(shutil.copytree(films, tmp_path / "films"))
    for path in (collection / "test").rglob("*.png"):
        path.write_bytes(b"no film")

    after = calibrate_model(CalibrateRequest(before.folder, collection), NullContext())

    assert after.manifest.calibration is not None
    assert set(after.manifest.calibration.figures) == {"val"}


def test_a_bundle_without_points_names_no_similar_films(films: Path, tmp_path: Path) -> None:
    bundle = copy_of_model(tmp_path / "copy", "copy")
    path = next((films / "test" / "normal").iterdir())

    assert bundle.neighbours() is None
    assert Engine(bundle).read(read_radiograph(path)).similar is None


def test_network_and_head_stay_and_the_card_tells(model: Bundle) -> None:
    card = (model.folder / CARD).read_text()
    assert card == render_model_card(model.manifest.model_dump(mode="json"))
    assert "## Film check and calibration" in card
    assert OUTLIER in model.manifest.files
    assert sorted(p.name for p in model.folder.parent.iterdir()) == ["copy"]


def test_the_calibrated_model_accepts_its_films_and_refuses_noise(
    model: Bundle, films: Path, tmp_path: Path
) -> None:
    engine = Engine(model)
    film = next((films / "test" / "normal").iterdir())
    noise = tmp_path / "noise.png"
    write_png(noise, np.random.default_rng(0).integers(0, 256, (300, 300)).astype(np.uint8))

    read = engine.read(read_radiograph(film)).prediction
    refused = engine.read(read_radiograph(noise)).prediction

    assert read.verdict.decision is not Decision.REFUSED
    assert read.verdict.distance is not None
    assert read.assessment is not None
    assert refused.verdict.code is ReasonCode.NOT_A_CHEST_FILM
    assert refused.is_withheld
    anyway = engine.read(read_radiograph(noise), Handling(is_overridden=True)).prediction
    assert not anyway.is_withheld
    assert np.array_equal(anyway.probabilities, refused.probabilities)


def test_a_calibration_of_another_network_is_refused(model: Bundle, tmp_path: Path) -> None:
    other = tmp_path / "other"
    copy_of_model(other, "other", seed=1)
    shutil.copy(model.folder / OUTLIER, other)
    stated = json.loads((other / MANIFEST).read_text())
    stated["calibration"] = json.loads((model.folder / MANIFEST).read_text())["calibration"]
    stated["files"][OUTLIER] = model.manifest.files[OUTLIER]
    (other / MANIFEST).write_text(json.dumps(stated))

    with pytest.raises(LungDeskError, match="another network") as caught:
        Engine(load_bundle(other))

    assert caught.value.code is ErrorCode.CALIBRATION_FOREIGN
    assert "models calibrate other" in caught.value.hint


def test_a_changed_reference_is_found(model: Bundle, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(model.folder, folder)
    content = bytearray((folder / OUTLIER).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / OUTLIER).write_bytes(content)

    with pytest.raises(LungDeskError, match=OUTLIER) as caught:
        Engine(load_bundle(folder))
    assert caught.value.code is ErrorCode.MODEL_DAMAGED


def test_a_bundle_of_the_first_layout_opens_without_a_reference(tmp_path: Path) -> None:
    copy_of_model(tmp_path / "old", "old")
    stated = json.loads((tmp_path / "old" / MANIFEST).read_text())
    stated["schema_version"] = 1
    del stated["calibration"]
    (tmp_path / "old" / MANIFEST).write_text(json.dumps(stated))

    old = load_bundle(tmp_path / "old")

    assert old.calibration() is None
    assert old.outlier_reference() is None
    card = render_model_card(old.manifest.model_dump(mode="json"))
    assert "no outlier reference" in card


def test_films_without_val_calibrate_nothing(films: Path, tmp_path: Path) -> None:
    copy_of_model(tmp_path / "copy", "copy")
    before = (tmp_path / "copy" / MANIFEST).read_bytes()
    manifest = tmp_path / "films.csv"
    rows = [f"{p},{p.parent.name},test" for p in sorted((films / "test").rglob("*.png"))]
    manifest.write_text("\n".join(["path,label,split", *rows]))

    with pytest.raises(LungDeskError) as caught:
        calibrate_model(CalibrateRequest(tmp_path / "copy", manifest), NullContext())

    assert caught.value.code is ErrorCode.DATASET_SPLIT_MISSING
    assert (tmp_path / "copy" / MANIFEST).read_bytes() == before


def test_cancelled_the_model_is_as_it_was(films: Path, tmp_path: Path) -> None:
    copy_of_model(tmp_path / "copy", "copy")
    before = (tmp_path / "copy" / MANIFEST).read_bytes()

    with pytest.raises(Cancelled):
        calibrate_model(CalibrateRequest(tmp_path / "copy", films), Listener(cancels_at_check=20))

    assert (tmp_path / "copy" / MANIFEST).read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy"]


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_maps_of_a_turned_film_lie_on_the_film_in_the_file(
    model: Bundle, tmp_path: Path, turns: int
) -> None:
    engine = Engine(model)
    # Twice as large as what the network sees: a film that is not enlarged or reduced by a whole
    # number has other roundings once it is turned, and this one lies where little decides.
    (grey,) = drawn_chests(1, seed=13)
    write_png(tmp_path / "upright.png", np.kron(grey, np.ones((7, 7), np.uint8)))
    upright = read_radiograph(tmp_path / "upright.png")
    assert upright.rows == 2 * engine.spec.input_size
    path = tmp_path / "turned.png"
    turned = np.rot90(upright.stored_values, turns)  # counter-clockwise: to be turned back right
    write_png(path, np.ascontiguousarray(turned))

    one = engine.read(upright)
    other = engine.read(read_radiograph(path), Handling(Correction(turns)))

    assert other.prediction.probabilities == pytest.approx(one.prediction.probabilities, abs=1e-4)
    for first, second in zip(one.saliency_maps, other.saliency_maps, strict=True):
        assert second.values == pytest.approx(np.rot90(first.values, turns), abs=1e-4)
    assert other.prediction.verdict.applied == Correction(turns)


def test_an_ensemble_judges_by_its_members_and_can_have_its_own_points(
    model: Bundle, films: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "both"
    for name in ("one", "two"):
        shutil.copytree(model.folder, folder / MEMBERS / name)
    (folder / CARD).write_text("# both\n")
    stated = EnsembleManifest(
        schema_version=2,
        id="both",
        name="Both",
        version="1",
        labels=CHEST_LABELS.ids,
        members=(Member(folder="one", weight=0.25), Member(folder="two", weight=0.75)),
        created="2026-01-01T00:00:00Z",
        metrics={},
        limits=(),
        files={},
    )
    film = read_radiograph(next((films / "test" / "normal").iterdir()))
    alone = Engine(model).read(film).prediction

    plain = open_engine(write_ensemble(folder, stated)).read(film).prediction
    done = calibrate_model(CalibrateRequest(folder, films), NullContext())
    own = open_engine(done).read(film).prediction

    assert done.map_peak == pytest.approx(model.map_peak)  # that of two equal members

    assert plain.assessment is None
    assert plain.verdict.distance == pytest.approx(alone.verdict.distance, rel=1e-3)
    record = done.calibration()
    assert record is not None
    assert record.outlier is not None
    assert record.outlier.reference_films == 0
    assert own.assessment is not None
    assert plain.verdict.distance is not None
    assert own.verdict.distance == pytest.approx(
        plain.verdict.distance / record.outlier.refused, rel=1e-3
    )
    assert "the members' references" in (folder / CARD).read_text()
    for name in ("one", "two"):
        assert load_bundle(folder / MEMBERS / name).model.sha256 == model.model.sha256


def test_films_that_the_model_has_learnt_are_told(films: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    copy_of_model(folder, "copy")
    val = sorted((films / "val").rglob("*.png"))
    write_learnt(folder, file_digests(val[:3]))
    write_manifest(folder, load_bundle(folder).manifest)
    doubts: list[str] = []

    calibrate_model(CalibrateRequest(folder, films, tell_doubt=doubts.append), NullContext())

    (doubt,) = doubts
    assert doubt.startswith(f"Of {len(val)} films ")
    assert "has learnt from 3:" in doubt
