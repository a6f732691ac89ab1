"""Adapting the ensemble that ships: members learn from the same films, their mean is measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext, Progress
from lungdesk.core.prediction import softmax
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.ensemble import EnsembleBundle, load_model, verify_model
from lungdesk.ml.ensemble_engine import EnsembleEngine
from lungdesk.services.adaptation import Adaptation, AdaptRequest, adapt
from lungdesk.services.models.adapted import SaveRequest, save
from lungdesk.services.models.keeping import KeepRequest, keep_model
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import shipped_models_folder
from tests.unit.services.local_films import write_local_films

NOBODY = NullContext()
BASE = shipped_models_folder() / DEFAULT_MODEL_ID


class Told(NullContext):
    """Keeps how far the reading of films was."""

    def __init__(self) -> None:
        self.shares: list[float] = []

    def report(self, progress: Progress) -> None:
        if progress.fraction is not None and progress.message == "reading the films":
            self.shares.append(progress.fraction)


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_local_films(tmp_path_factory.mktemp("hospital") / "films", per_patient=2)


@pytest.fixture(scope="module")
def told() -> Told:
    return Told()


@pytest.fixture(scope="module")
def adaptation(films: Path, told: Told) -> Adaptation:
    return adapt(AdaptRequest(BASE, films), told)


@pytest.fixture(scope="module")
def adapted(adaptation: Adaptation, tmp_path_factory: pytest.TempPathFactory) -> EnsembleBundle:
    roots = (tmp_path_factory.mktemp("models"),)
    bundle = load_model(save(SaveRequest(adaptation, "Ward 7", roots), NOBODY))
    assert isinstance(bundle, EnsembleBundle)
    return bundle


def test_what_is_said_before_and_after_is_the_mean_of_the_members(
    adaptation: Adaptation, told: Told
) -> None:
    found = adaptation.adapted
    base = adaptation.base
    assert isinstance(base, EnsembleBundle)

    for when in ("before", "after"):
        each = [getattr(network, when) for network in found.networks]
        mean = sum(w * one for w, one in zip(base.weights, each, strict=True))
        assert getattr(found, when) == pytest.approx(mean)
        assert not np.allclose(each[0], each[1])
    pair = {c.name: c for c in adaptation.changes}["pair.tuberculosis.normal"]
    assert pair.after > 0.9
    assert told.shares == sorted(told.shares)
    fits = adaptation.as_plain()["fits"]
    assert [fit["network"] for fit in fits] == [member.model.id for member in base.members]


def test_what_is_saved_is_an_ensemble_of_adapted_members_bound_to_the_site(
    adapted: EnsembleBundle, adaptation: Adaptation
) -> None:
    verify_model(adapted)
    base, record = adaptation.base, adapted.manifest.adaptation
    assert isinstance(base, EnsembleBundle)
    assert record is not None
    assert (adapted.manifest.id, record.site) == (f"{DEFAULT_MODEL_ID}-ward-7", "Ward 7")
    assert record.base.sha256 == base.model.sha256
    assert record.penalty is None
    assert adapted.weights == base.weights
    for old, new in zip(base.members, adapted.members, strict=True):
        assert new.manifest.adaptation is not None
        assert new.manifest.adaptation.base.sha256 == old.model.sha256
        assert new.manifest.adaptation.penalty is not None
        assert (new.head().layers[-1].kernel != old.head().layers[-1].kernel).any()
    calibration = adapted.calibration()
    assert calibration is not None
    assert set(calibration.thresholds) == {"normal", "tuberculosis"}
    assert set(adapted.manifest.metrics) == {"local"}
    assert adapted.manifest.checks is None


def test_its_card_says_that_the_members_were_fitted(adapted: EnsembleBundle) -> None:
    card = (adapted.folder / "MODEL_CARD.md").read_text()

    assert "## Adapted to Ward 7" in card
    assert "the last layer of each member's head was fitted" in card
    assert "the weighted mean of those of its members" in card
    assert "24 films of 12 patients or groups (12 Normal, 12 Tuberculosis)" in card


def test_it_reads_local_films_without_refusing_them(
    adapted: EnsembleBundle, adaptation: Adaptation, films: Path
) -> None:
    engine = EnsembleEngine(adapted)
    heads = [network.head for network in adaptation.adapted.networks]
    for member, head in zip(engine.members, heads, strict=True):
        assert member.head.layers[-1].kernel == pytest.approx(head.layers[-1].kernel)
    for name in ("normal-0.png", "tuberculosis-0.png"):
        said = engine.read(read_radiograph(films / name)).prediction
        assert not said.is_withheld
        assert said.assessment is not None
        each = [m.read(read_radiograph(films / name)).prediction for m in engine.members]
        mean = sum(w * softmax(one.logits) for w, one in zip(adapted.weights, each, strict=True))
        assert said.probabilities == pytest.approx(mean, abs=1e-4)


def test_the_scale_of_its_heatmaps_is_the_mean_of_the_members(adapted: EnsembleBundle) -> None:
    peaks = [member.map_peak for member in adapted.members]

    assert None not in peaks
    wanted = np.average([peak for peak in peaks if peak], weights=adapted.weights)
    assert adapted.map_peak == pytest.approx(wanted)


def test_neither_it_nor_an_ensemble_of_its_members_is_adapted_again(
    adapted: EnsembleBundle, films: Path, tmp_path: Path
) -> None:
    runs = {}
    for member in adapted.members:
        place = tmp_path / "runs" / member.folder.name
        place.mkdir(parents=True)
        (place / "bundle").symlink_to(member.folder)
        runs[place] = 0.5
    again = keep_model(KeepRequest("Both", runs), (tmp_path / "models",), NOBODY)

    for folder in (adapted.folder, tmp_path / "models" / again):
        with pytest.raises(LungDeskError) as caught:
            adapt(AdaptRequest(folder, films), NOBODY)
        assert caught.value.code is ErrorCode.ADAPT_TWICE


def test_films_that_one_member_cannot_read_teach_none(films: Path, tmp_path: Path) -> None:
    folder = tmp_path / "films"
    folder.mkdir()
    for path in films.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "normal-0.png").write_bytes(b"no picture")

    found = adapt(AdaptRequest(BASE, folder), NOBODY)

    assert [failure.path.name for failure in found.failures] == ["normal-0.png"]
    assert {len(one.after) for one in found.adapted.networks} == {23}
    json.dumps(found.as_plain(), allow_nan=False)
