"""A model that looks at the lungs alone, read with: views, gate, maps, masks, ensembles."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import NullContext
from lungdesk.core.lungs.box import LungBox
from lungdesk.core.lungs.verdict import LungVerdict, two_lungs
from lungdesk.core.prediction import softmax
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.saliency import ImageRegion
from lungdesk.core.verdict import NO_CORRECTION, Correction
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml import bundle as bundles
from lungdesk.ml.bundle import (
    LUNGS_SCHEMA_VERSION,
    SCHEMA_VERSION,
    Bundle,
    PreprocessRecord,
    load_bundle,
)
from lungdesk.ml.datasets import Sample
from lungdesk.ml.engine import Engine
from lungdesk.ml.ensemble import (
    ENSEMBLE_SCHEMA_VERSION,
    EnsembleBundle,
    EnsembleManifest,
    Member,
    write_ensemble,
)
from lungdesk.ml.ensemble_engine import EnsembleEngine, views_of
from lungdesk.ml.evaluator import predict
from lungdesk.ml.explain.masked_film import MaskedFilm
from lungdesk.ml.gate import Handling
from lungdesk.ml.lungs.fields import lung_fields
from lungdesk.ml.preprocess import Framing, ModelView, PreprocessSpec, model_view
from lungdesk.ml.stream import prepared_film, stream_films
from tests.unit.ml.conftest import SPEC, SmallModel, manifest

DIGEST = "5" * 64
#: Where the lungs are said to be: no middle, no square.
BOX = LungBox(8, 16, 40, 60, 64)
#: Lungs there.
SHARES = np.zeros((64, 64), np.float32)
SHARES[16:60, 8:22] = SHARES[16:58, 26:40] = 0.95
WHOLE_SPEC = replace(SPEC, input_size=64)
LUNG_SPEC = replace(SPEC, framing=Framing.LUNGS, lungs=DIGEST)


@dataclass
class SaidLungs:
    """Says of all films that lie as they should that their lungs are in one place."""

    digest: str = DIGEST
    box_of_all: LungBox | None = BOX
    spec: PreprocessSpec = WHOLE_SPEC
    asked: list[Correction] = field(default_factory=list)

    def box(self, whole: NDArray[np.uint8], correction: Correction) -> LungBox | None:
        assert whole.shape == (64, 64)
        self.asked.append(correction)
        return self.box_of_all if not correction.quarter_turns else None

    def judge(self, whole: ModelView, correction: Correction) -> LungVerdict:
        assert whole.grey.shape == (64, 64)
        assert whole.region.width > 64
        is_upright = not correction.quarter_turns
        return two_lungs(lung_fields(SHARES if is_upright else SHARES.T, whole.region))

    def judge_all(self, wholes: Sequence[tuple[ModelView, Correction]]) -> list[LungVerdict]:
        return [self.judge(*one) for one in wholes]

    def segmenter(self, digest: str, *, is_for_throughput: bool = False) -> SaidLungs:
        assert digest == self.digest
        return self

    def usual(self) -> str:
        return self.digest


@pytest.fixture(scope="session")
def lung_bundle(small_model: SmallModel, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    folder = tmp_path_factory.mktemp("models") / "lung"
    folder.mkdir()
    for path in small_model.bundle.folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    record = PreprocessRecord.of(LUNG_SPEC)
    return bundles.write_manifest(folder, manifest().model_copy(update={"preprocess": record}))


@pytest.fixture(scope="module")
def film(shared_data: Path) -> Radiograph:
    return read_radiograph(_paths(shared_data)[0])


def _paths(shared_data: Path) -> list[Path]:
    with (shared_data / "cxr" / "manifest.csv").open(newline="", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] == "val"]
    return [shared_data / "cxr" / row["path"] for row in rows[::60]]


def region_of(film: Radiograph) -> ImageRegion:
    return BOX.region(film.rows, film.columns)


# ------------------------------------------------------------------------------------ the manifest


def test_the_manifest_names_the_network_and_an_older_lungdesk_is_told(lung_bundle: Bundle) -> None:
    again = load_bundle(lung_bundle.folder)

    assert again.manifest.preprocess.spec() == LUNG_SPEC
    assert again.manifest.schema_version == LUNGS_SCHEMA_VERSION > SCHEMA_VERSION


def test_other_manifests_say_nothing_of_lungs(small_model: SmallModel) -> None:
    plain = small_model.bundle.manifest.preprocess.model_dump(mode="json")

    assert set(plain) == {"input_size", "framing", "contrast", "mean", "scale"}
    assert small_model.bundle.manifest.schema_version == SCHEMA_VERSION


def test_models_bound_to_other_lungs_are_other_networks(lung_bundle: Bundle) -> None:
    record = PreprocessRecord.of(replace(LUNG_SPEC, lungs="6" * 64))
    other = lung_bundle.manifest.model_copy(update={"preprocess": record})

    assert other.network != lung_bundle.manifest.network


@pytest.mark.parametrize("change", [{"lungs": ""}, {"framing": "squash"}])
def test_half_of_it_is_damage(lung_bundle: Bundle, tmp_path: Path, change: dict[str, str]) -> None:
    plain = lung_bundle.manifest.model_dump(mode="json")
    plain["preprocess"] |= change
    with pytest.raises(LungDeskError, match="preprocess") as caught:
        bundles.validated_manifest(bundles.Manifest, plain, tmp_path)
    assert caught.value.code is ErrorCode.MODEL_DAMAGED


def test_without_its_lung_network_it_is_refused_in_one_sentence(lung_bundle: Bundle) -> None:
    with pytest.raises(LungDeskError, match="none is there") as caught:
        Engine(lung_bundle)
    assert caught.value.code is ErrorCode.LUNG_NETWORK_FOREIGN
    assert DIGEST[:12] in caught.value.message


# ----------------------------------------------------------------------------------------- reading


def test_maps_lie_where_the_lungs_are(lung_bundle: Bundle, film: Radiograph) -> None:
    output = Engine(lung_bundle, lungs=SaidLungs()).read(film)

    assert {one.region for one in output.saliency_maps} == {region_of(film)}


def test_what_is_read_is_the_box(
    lung_bundle: Bundle, small_model: SmallModel, film: Radiograph
) -> None:
    output = Engine(lung_bundle, lungs=SaidLungs()).read(film)

    region = region_of(film)
    rows = slice(int(region.top), int(region.bottom))
    columns = slice(int(region.left), int(region.right))
    cut = replace(film, stored_values=film.stored_values[rows, columns])
    plain = Engine(small_model.bundle)
    logits = plain.network.run(model_view(cut, SPEC).grey)[0][0]
    assert output.prediction.logits == pytest.approx(logits, abs=1e-4)


def test_the_gate_looks_at_the_whole_film(lung_bundle: Bundle, film: Radiograph) -> None:
    """A film that is white but for its lungs is refused, although the lungs are well exposed."""
    region = region_of(film)
    white = np.full_like(film.stored_values, 255)
    rows = slice(int(region.top), int(region.bottom))
    columns = slice(int(region.left), int(region.right))
    white[rows, columns] = film.stored_values[rows, columns]

    engine = Engine(lung_bundle, lungs=SaidLungs())
    verdict = engine.read(replace(film, stored_values=white)).prediction.verdict

    assert verdict.is_withheld
    assert "white" in verdict.sentence


def test_many_at_once_are_seen_as_one_by_one(lung_bundle: Bundle, shared_data: Path) -> None:
    films = [read_radiograph(path) for path in _paths(shared_data)]
    engine = Engine(lung_bundle, lungs=SaidLungs())
    together: list[NDArray[np.float32]] = []

    stream_films(
        engine,
        (prepared_film(one, engine) for one in films),
        lambda _look, passes: together.append(passes[0].logits),
    )

    for one, logits in zip(films, together, strict=True):
        assert engine.read(one).prediction.logits == pytest.approx(logits, abs=1e-4)


def test_an_evaluation_sees_the_same(lung_bundle: Bundle, shared_data: Path) -> None:
    samples = [Sample(path, 0, "val", str(path), "") for path in _paths(shared_data)]
    engine = Engine(lung_bundle, lungs=SaidLungs())

    said = predict(engine, samples, read_radiograph, NullContext(), "")

    for sample, logits in zip(samples, said.logits, strict=True):
        alone = engine.read(read_radiograph(sample.path)).prediction.logits
        assert alone == pytest.approx(logits, abs=1e-4)


def test_lungs_are_looked_for_in_the_film_as_it_is_to_be_read(
    lung_bundle: Bundle, film: Radiograph
) -> None:
    """A turned film is looked at as it lies, then as it would lie if it were put right."""
    lying = replace(film, stored_values=np.ascontiguousarray(np.rot90(film.stored_values)))
    lungs = SaidLungs()
    engine = Engine(lung_bundle, lungs=lungs)

    look = prepared_film(lying, engine).look
    assert look.pose.correction == Correction(1)
    assert lungs.asked == [Correction(), Correction(1)]

    lungs.asked.clear()
    engine.read(lying, Handling(Correction(1)))
    assert lungs.asked == [Correction(1)]

    lungs.asked.clear()
    passes = prepared_film(lying, engine, Handling(is_overridden=True)).views
    assert lungs.asked == [Correction(), Correction(1)]
    assert len(passes) == 2


def test_masks_lie_over_the_box(lung_bundle: Bundle, film: Radiograph) -> None:
    engine = Engine(lung_bundle, lungs=SaidLungs())
    masked = MaskedFilm(engine, film)
    ones = np.ones((4, 4), np.float32)

    found = masked.probabilities([ones, 0 * ones], 2, NullContext(), "")

    assert masked.region == region_of(film)
    assert found[0] == pytest.approx(engine.read(film).prediction.probabilities, abs=1e-4)
    assert np.abs(found[0] - found[1]).max() > 1e-3


# --------------------------------------------------------------------------------------- ensembles


@pytest.fixture(params=[("lung", "small"), ("small", "lung")], ids="-".join)
def ensemble(
    request: pytest.FixtureRequest, lung_bundle: Bundle, small_model: SmallModel, tmp_path: Path
) -> EnsembleBundle:
    own = {"lung": lung_bundle.folder, "small": small_model.bundle.folder}
    for name in request.param:
        folder = tmp_path / "both" / "members" / name
        folder.mkdir(parents=True)
        for path in own[name].iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
    (tmp_path / "both" / "MODEL_CARD.md").write_text("# both\n")
    return write_ensemble(
        tmp_path / "both",
        EnsembleManifest(
            schema_version=ENSEMBLE_SCHEMA_VERSION,
            id="both",
            name="Both",
            version="0",
            labels=manifest().labels,
            members=tuple(
                Member(folder=n, weight=w) for n, w in zip(request.param, (0.25, 0.75), strict=True)
            ),
            created="",
            metrics={},
            limits=(),
            files={},
        ),
    )


def test_members_may_see_different_parts(ensemble: EnsembleBundle, film: Radiograph) -> None:
    engine = EnsembleEngine(ensemble, lungs=SaidLungs())
    output = engine.read(film)
    alone = [member.read(film).prediction.probabilities for member in engine.members]

    expected = 0.25 * alone[0] + 0.75 * alone[1]
    assert output.prediction.probabilities == pytest.approx(expected, abs=1e-5)
    assert np.abs(alone[0] - alone[1]).max() > 1e-3
    views = views_of(engine.members, film, NO_CORRECTION)
    assert views[0].region != views[1].region
    whole = ImageRegion(0, 0, film.columns, film.rows)
    assert {one.region for one in output.saliency_maps} == {whole}
    assert MaskedFilm(engine, film).region == whole

    read: list[NDArray[np.float32]] = []
    prepared = [prepared_film(film, engine)]
    stream_films(engine, prepared, lambda _look, passes: read.append(passes[0].logits))
    assert softmax(read[0]) == pytest.approx(expected, abs=1e-5)


def test_an_ensemble_without_the_lung_network_is_refused(ensemble: EnsembleBundle) -> None:
    with pytest.raises(LungDeskError) as caught:
        EnsembleEngine(ensemble)
    assert caught.value.code is ErrorCode.LUNG_NETWORK_FOREIGN
