"""What the gate makes of the lungs that were found."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.jobs import NullContext
from lungdesk.core.lungs.verdict import LungFault, LungShape, LungVerdict
from lungdesk.core.radiograph import Radiograph
from lungdesk.core.verdict import Correction, Decision, ReasonCode, Verdict
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml import stream
from lungdesk.ml.datasets import Sample
from lungdesk.ml.ensemble import load_model
from lungdesk.ml.ensemble_engine import AnyEngine, EnsembleEngine, open_engine, predict
from lungdesk.ml.gate import AS_IT_IS, FilmLook, Handling, judged, look_at
from lungdesk.ml.lungs.segmenter import LungSegmenter
from lungdesk.ml.lungs.source import LungSource
from lungdesk.ml.pose import Pose
from lungdesk.ml.preprocess import Framing, Normalization, PreprocessSpec, model_view
from lungdesk.ml.stream import PreparedFilm, prepared_film, stream_films
from lungdesk.services.inference import FilmReader
from lungdesk.services.lungs.finder import DEFAULT_SEGMENTER_ID
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import shipped_models_folder
from tests.benchmarks.other_pictures import kind_of, other_pictures
from tests.shipped_models import SINGLE_MODEL_ID

SHAPE = LungShape(0.3, 0.8, 0.1, 0.0, 0.7, 0.9)
PALE = Verdict(Decision.DOUBTFUL, ReasonCode.EXPOSURE, "It is pale.")
SMALL = Verdict(Decision.REFUSED, ReasonCode.TOO_SMALL, "It is small.")
TURNED = Pose(Correction(1))


def found(*faults: LungFault) -> LungVerdict:
    return LungVerdict(faults, SHAPE)


@pytest.mark.parametrize(
    ("faults", "decision", "code"),
    [
        ((), Decision.ACCEPTED, None),
        ((LungFault.NO_LUNG,), Decision.REFUSED, ReasonCode.LUNGS),
        ((LungFault.ONE_LUNG,), Decision.DOUBTFUL, ReasonCode.LUNGS),
        ((LungFault.UNEQUAL, LungFault.CUT_OFF), Decision.DOUBTFUL, ReasonCode.LUNGS),
        ((LungFault.CUT_OFF, LungFault.UNSURE), Decision.DOUBTFUL, ReasonCode.CROPPED),
    ],
)
def test_a_film_without_lungs_is_refused_and_odd_ones_are_said(
    faults: tuple[LungFault, ...], decision: Decision, code: ReasonCode | None
) -> None:
    lungs = found(*faults)
    verdict = FilmLook(AS_IT_IS, None, Pose(), lungs).verdict(0.1, 0.9)

    assert (verdict.decision, verdict.code) == (decision, code)
    assert verdict.sentence == lungs.sentence


@pytest.mark.parametrize(
    ("faults", "pose", "distance", "lungs", "code"),
    [
        (None, Pose(), 1.1, LungFault.NO_LUNG, ReasonCode.NOT_A_CHEST_FILM),
        (SMALL, Pose(), 0.1, LungFault.NO_LUNG, ReasonCode.TOO_SMALL),
        (None, TURNED, 0.1, LungFault.NO_LUNG, ReasonCode.TURNED),
        (PALE, Pose(), 0.1, LungFault.NO_LUNG, ReasonCode.LUNGS),
        (PALE, Pose(), 0.1, LungFault.ONE_LUNG, ReasonCode.EXPOSURE),
        (None, Pose(is_part=True), 0.1, LungFault.ONE_LUNG, ReasonCode.CROPPED),
        (None, Pose(), 0.95, LungFault.ONE_LUNG, ReasonCode.LUNGS),
    ],
)
def test_the_weightiest_reason_counts(
    faults: Verdict | None, pose: Pose, distance: float, lungs: LungFault, code: ReasonCode
) -> None:
    assert FilmLook(AS_IT_IS, faults, pose, found(lungs)).verdict(distance, 0.9).code is code


def test_a_film_without_lungs_may_be_read_all_the_same() -> None:
    wanted = Handling(is_overridden=True)
    verdict = FilmLook(wanted, None, Pose(), found(LungFault.NO_LUNG)).verdict(0.1, 0.9)

    assert verdict.is_overridden
    assert not verdict.is_withheld


# ---------------------------------------------------------------------------------- on real films


@pytest.fixture(scope="module")
def lungs() -> LungSegmenter:
    source = LungSource((shipped_models_folder() / DEFAULT_SEGMENTER_ID,))
    return source.segmenter(source.usual())


@pytest.fixture(scope="module")
def films(shared_data: Path) -> list[Radiograph]:
    with (shared_data / "cxr" / "manifest.csv").open(newline="", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] in ("val", "test")]
    return [read_radiograph(shared_data / "cxr" / row["path"]) for row in rows[::23]]


def verdict_of(film: Radiograph, lungs: LungSegmenter, handling: Handling = AS_IT_IS) -> Verdict:
    plain = Normalization((0.0,) * 3, (1.0,) * 3)
    spec = PreprocessSpec(96, plain, Framing.LUNGS, lungs=lungs.digest)
    view = model_view(film, spec, lungs, handling.correction)
    return judged(look_at(view, film, handling, lungs), lungs).verdict(None, 1.0)


def part(film: Radiograph, rows: slice, columns: slice) -> Radiograph:
    return replace(film, stored_values=np.ascontiguousarray(film.stored_values[rows, columns]))


def test_films_pass(films: list[Radiograph], lungs: LungSegmenter) -> None:
    verdicts = [verdict_of(film, lungs) for film in films]

    assert len(films) == 41
    assert sum(one.decision is Decision.REFUSED for one in verdicts) == 0
    assert sum(one.code is ReasonCode.LUNGS for one in verdicts) <= 1


def test_half_a_film_is_seen_to_be_one(films: list[Radiograph], lungs: LungSegmenter) -> None:
    halves = [part(film, slice(None), slice(0, film.columns // 2)) for film in films]
    verdicts = [verdict_of(film, lungs) for film in halves]

    assert sum(one.decision is not Decision.ACCEPTED for one in verdicts) >= 0.9 * len(films)


def test_a_turned_film_is_judged_as_it_is_to_be_read(
    films: list[Radiograph], lungs: LungSegmenter
) -> None:
    lying = np.ascontiguousarray(np.rot90(films[3].stored_values))
    turned = replace(films[3], stored_values=lying)

    assert verdict_of(turned, lungs).code is ReasonCode.TURNED
    mended = verdict_of(turned, lungs, Handling(Correction(1)))
    assert mended.decision is Decision.ACCEPTED


def test_pictures_without_lungs_do_not_pass(lungs: LungSegmenter) -> None:
    # Pictures of our own window do show lungs.
    named = ((kind_of(name), picture) for name, picture in other_pictures())
    without = [picture for kind, picture in named if not kind.startswith("screenshot")]
    verdicts = [verdict_of(picture, lungs) for picture in without]

    assert sum(one.decision is not Decision.ACCEPTED for one in verdicts) >= 0.9 * len(verdicts)


# ------------------------------------------------------------------ for models that see whole films


@pytest.fixture(scope="module", params=[DEFAULT_MODEL_ID, SINGLE_MODEL_ID])
def engine(request: pytest.FixtureRequest) -> AnyEngine:
    source = LungSource((shipped_models_folder() / DEFAULT_SEGMENTER_ID,))
    return open_engine(load_model(shipped_models_folder() / request.param), lungs=source)


def test_a_model_that_sees_the_whole_film_has_its_lungs_judged_too(
    engine: AnyEngine, films: list[Radiograph]
) -> None:
    upper = [part(film, slice(0, film.rows // 2), slice(None)) for film in films[::4]]
    read = [engine.read(film).prediction.verdict for film in upper]
    looks = looks_in_a_row(upper, engine)

    assert sum(one.decision is not Decision.ACCEPTED for one in read) >= 0.9 * len(upper)
    assert any(one.code is ReasonCode.CROPPED for one in read)
    # As in a row, where their lungs are judged together.
    pairs = zip(looks, read, strict=True)
    doubtful = [look for look, one in pairs if one.decision is Decision.DOUBTFUL]
    assert doubtful
    assert all(look.lungs is not None for look in doubtful)


def looks_in_a_row(films: list[Radiograph], engine: AnyEngine) -> list[FilmLook]:
    looks: list[FilmLook] = []
    prepared = (prepared_film(film, engine) for film in films)
    stream_films(engine, prepared, lambda look, _passes: looks.append(look))
    return looks


def test_films_in_a_row_are_judged_as_one_by_one_whatever_comes_between(
    engine: AnyEngine, films: list[Radiograph]
) -> None:
    """Cut ones, turned ones, whose lungs nobody judges, and whole ones, in one row."""
    whole = films[3]
    cut = part(whole, slice(0, whole.rows * 3 // 4), slice(None))
    turned = replace(whole, stored_values=np.rot90(whole.stored_values).copy())
    mixed = [cut, turned, whole, turned, cut, films[4]]

    alone = engine.members[0] if isinstance(engine, EnsembleEngine) else engine
    one_by_one = [alone.look(alone.view(film), film) for film in mixed]

    in_a_row = looks_in_a_row(mixed, engine)
    assert [look.lungs for look in in_a_row] == [look.lungs for look in one_by_one]
    assert [look.lungs is None for look in in_a_row] == [False, True, False, True, False, False]
    assert in_a_row[0].lungs != in_a_row[2].lungs
    assert all(look.lungs_in is None for look in in_a_row)


def test_with_a_slow_network_films_come_one_by_one(
    engine: AnyEngine, films: list[Radiograph], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def prepared() -> Iterator[PreparedFilm]:
        for film in films[:3]:
            told.append("given")
            yield prepared_film(film, engine)

    stream_films(engine, prepared(), lambda *_: told.append("read"))
    assert told == ["given"] * 3 + ["read"] * 3

    told.clear()
    monkeypatch.setattr(stream, "_CHUNK_S", 0.0)
    stream_films(engine, prepared(), lambda *_: told.append("read"))
    assert told == ["given", "read"] * 3


def test_whole_films_pass_with_it(engine: AnyEngine, films: list[Radiograph]) -> None:
    verdicts = [engine.read(film).prediction.verdict for film in films[::4]]

    assert [one.decision for one in verdicts] == [Decision.ACCEPTED] * len(verdicts)


def test_without_a_lung_network_films_are_read_all_the_same(films: list[Radiograph]) -> None:
    missing = LungSource((Path("nowhere"),))
    engine = open_engine(load_model(shipped_models_folder() / SINGLE_MODEL_ID), lungs=missing)

    assert engine.sight is None
    assert looks_in_a_row(films[:1], engine)[0].lungs is None


class CountedLungs:
    """Lung networks that count how many of them are opened."""

    def __init__(self) -> None:
        self._source = LungSource((shipped_models_folder() / DEFAULT_SEGMENTER_ID,))
        self.opened = 0

    def usual(self) -> str:
        return self._source.usual()

    def segmenter(self, digest: str, *, is_for_throughput: bool = False) -> LungSegmenter:
        self.opened += 1
        return self._source.segmenter(digest, is_for_throughput=is_for_throughput)


@pytest.mark.parametrize("model", [DEFAULT_MODEL_ID, SINGLE_MODEL_ID])
def test_what_measures_a_model_opens_no_lung_network_and_what_judges_films_opens_one(
    films: list[Radiograph], model: str
) -> None:
    networks, few = CountedLungs(), films[:6]
    bundle = load_model(shipped_models_folder() / model)
    engine = open_engine(bundle, is_for_throughput=True, lungs=networks)
    samples = [Sample(Path(str(number)), 0, "test", "") for number in range(len(few))]

    predict(engine, samples, lambda path: few[int(path.name)], NullContext(), "reading")
    assert networks.opened == 0
    with ThreadPoolExecutor(len(few)) as threads:
        prepared = list(threads.map(partial(prepared_film, engine=engine), few))
    assert all(film.look.lungs_in is not None for film in prepared)
    assert networks.opened == 1


def test_the_lung_network_is_open_before_the_window_shows_its_first_film() -> None:
    networks = CountedLungs()
    bundle = load_model(shipped_models_folder() / SINGLE_MODEL_ID)

    FilmReader(bundle, lungs=networks).warm_up(None, NullContext())

    assert networks.opened == 1


def test_nobody_looks_for_lungs_in_what_is_refused_anyway(
    films: list[Radiograph], lungs: LungSegmenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = replace(films[0], stored_values=np.zeros((20, 20), np.uint8))
    turned = replace(films[3], stored_values=np.rot90(films[3].stored_values).copy())
    monkeypatch.delattr(LungSegmenter, "judge")
    spec = PreprocessSpec(96, Normalization((0.0,) * 3, (1.0,) * 3))

    for film in (small, turned):
        look = judged(look_at(model_view(film, spec), film, AS_IT_IS, lungs), lungs)
        assert look.verdict(None, 1.0).decision is Decision.REFUSED
