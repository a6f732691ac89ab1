"""What the gate makes of a look and a distance, and what the shipped models let through."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.verdict import Correction, Decision, ReasonCode, Verdict
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.ensemble import load_model
from lungdesk.ml.ensemble_engine import AnyEngine, open_engine
from lungdesk.ml.gate import AS_IT_IS, FilmLook, Handling, look_at
from lungdesk.ml.pose import Pose
from lungdesk.ml.preprocess import Normalization, PreprocessSpec, model_view
from lungdesk.services.models.library import DEFAULT_MODEL_ID
from lungdesk.services.paths import shipped_models_folder
from tests.benchmarks.gate import spoilt, verdicts
from tests.benchmarks.other_pictures import as_film, other_pictures

SMALL = Verdict(Decision.REFUSED, ReasonCode.TOO_SMALL, "It is small.")
WHITE = Verdict(Decision.REFUSED, ReasonCode.EXPOSURE, "It is white.")
PALE = Verdict(Decision.DOUBTFUL, ReasonCode.EXPOSURE, "It is pale.")
TURNED = Pose(Correction(1))


@pytest.mark.parametrize(
    ("faults", "pose", "distance", "code"),
    [
        (None, Pose(), 0.5, None),
        (None, Pose(), None, None),
        (None, Pose(), 0.9, ReasonCode.UNUSUAL),
        (None, Pose(), 1.1, ReasonCode.NOT_A_CHEST_FILM),
        (None, TURNED, 0.5, ReasonCode.TURNED),
        (None, TURNED, None, ReasonCode.TURNED),
        (None, TURNED, 1.1, ReasonCode.NOT_A_CHEST_FILM),
        (None, Pose(Correction(0, True)), 0.5, ReasonCode.INVERTED),
        (None, Pose(is_part=True), 0.5, ReasonCode.CROPPED),
        (SMALL, TURNED, 1.1, ReasonCode.TOO_SMALL),
        (WHITE, Pose(), 0.5, ReasonCode.EXPOSURE),
        (WHITE, Pose(), 1.1, ReasonCode.NOT_A_CHEST_FILM),
        (WHITE, TURNED, 0.5, ReasonCode.EXPOSURE),
        (WHITE, Pose(Correction(0, True)), 0.5, ReasonCode.INVERTED),
        (WHITE, Pose(Correction(0, True)), 1.1, ReasonCode.NOT_A_CHEST_FILM),
        (PALE, TURNED, 0.5, ReasonCode.TURNED),
        (PALE, Pose(is_part=True), 0.9, ReasonCode.EXPOSURE),
    ],
)
def test_the_weightiest_reason_counts(
    faults: Verdict | None, pose: Pose, distance: float | None, code: ReasonCode | None
) -> None:
    found = FilmLook(AS_IT_IS, faults, pose).verdict(distance, 0.87)

    assert found.code is code
    assert (found.decision is Decision.ACCEPTED) is (code is None)
    assert found.distance == distance
    if code in (ReasonCode.TURNED, ReasonCode.INVERTED):
        assert found.offered == pose.correction


MIRRORED = Verdict(Decision.DOUBTFUL, ReasonCode.ORIENTATION, "It is mirrored.")


@pytest.mark.parametrize(
    ("faults", "pose", "distance", "code"),
    [
        (None, Pose(), 0.5, ReasonCode.ORIENTATION),
        (None, Pose(), 0.9, ReasonCode.ORIENTATION),
        # What the picture shows weighs more than a header that may be wrong.
        (None, TURNED, 0.5, ReasonCode.TURNED),
        (PALE, Pose(), 0.5, ReasonCode.EXPOSURE),
        (None, Pose(is_part=True), 0.5, ReasonCode.CROPPED),
        (None, Pose(), 1.1, ReasonCode.NOT_A_CHEST_FILM),
    ],
)
def test_a_stated_orientation_is_a_doubt_behind_those_of_the_picture(
    faults: Verdict | None, pose: Pose, distance: float, code: ReasonCode
) -> None:
    found = FilmLook(AS_IT_IS, faults, pose, orientation=MIRRORED).verdict(distance, 0.87)

    assert found.code is code


def test_only_a_refusal_can_be_overridden() -> None:
    wanted = Handling(Correction(2), is_overridden=True)

    refused = FilmLook(wanted, SMALL, Pose()).verdict(None, 1.0)
    accepted = FilmLook(wanted, None, Pose()).verdict(0.1, 1.0)

    assert refused.is_overridden
    assert not refused.is_withheld
    assert not accepted.is_overridden
    assert refused.applied == accepted.applied == Correction(2)


def test_what_mends_a_film_is_done_where_that_is_wanted() -> None:
    wanted = Handling(Correction(0, True), is_overridden=True, is_mended=True)

    total = Handling(Correction(1, True), is_overridden=True)
    assert FilmLook(wanted, None, TURNED).mending == total
    # Read whatever else speaks against it, it must not be read on its side.
    assert FilmLook(wanted, SMALL, TURNED).mending == total
    # Nothing mends what is refused for another reason; what is wanted is done once.
    for handling, faults, pose in (
        (replace(wanted, is_mended=False), None, TURNED),
        (replace(wanted, is_overridden=False), SMALL, TURNED),
        (wanted, None, Pose()),
        (wanted, PALE, Pose(is_part=True)),
    ):
        assert FilmLook(handling, faults, pose).mending is None


def test_what_would_mend_a_film_is_not_asked_where_nothing_is_to_be_mended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(FilmLook, "verdict")

    assert FilmLook(Handling(), None, TURNED).mending is None


def test_what_is_high_or_wide_is_that_as_it_is_to_be_read() -> None:
    """Wide films of children that lie on a side are not narrow once they are turned."""
    grey = np.tile(np.linspace(20, 230, 440).astype(np.uint8), (200, 1))
    plain = PreprocessSpec(96, Normalization((0.0,) * 3, (1.0,) * 3))
    lying = as_film(np.rot90(grey))

    as_it_lies = look_at(model_view(lying, plain), lying)
    turned = look_at(model_view(lying, plain), lying, Handling(Correction(1)))

    assert as_it_lies.faults is not None
    assert as_it_lies.faults.code is ReasonCode.CROPPED
    assert turned.faults is None


def test_black_margins_are_black_as_the_film_is_to_be_read() -> None:
    grey = np.tile(np.linspace(20, 230, 300).astype(np.uint8), (300, 1))
    grey[:, :60] = grey[:, -60:] = 0  # two fifths: doubtful in black, too much in white
    plain = PreprocessSpec(96, Normalization((0.0,) * 3, (1.0,) * 3))
    stored = {False: as_film(grey), True: as_film(255 - grey)}

    def faults(stores_inverted: bool, reads_inverted: bool) -> Verdict | None:
        film = stored[stores_inverted]
        handling = Handling(Correction(0, reads_inverted))
        return look_at(model_view(film, plain), film, handling).faults

    assert faults(True, True) == faults(False, False)
    assert faults(True, False) == faults(False, True)
    decisions = [one and one.decision for one in (faults(True, True), faults(True, False))]
    assert decisions == [Decision.DOUBTFUL, Decision.REFUSED]


@pytest.fixture(scope="module")
def engine() -> AnyEngine:
    bundle = load_model(shipped_models_folder() / DEFAULT_MODEL_ID)
    return open_engine(bundle, is_for_throughput=True)


def test_the_shipped_model_refuses_whatever_is_no_chest_film(engine: AnyEngine) -> None:
    names, pictures = zip(*other_pictures(), strict=True)

    found = verdicts(engine, pictures)

    passed = [n for n, one in zip(names, found, strict=True) if one.decision != Decision.REFUSED]
    assert len(names) >= 35
    assert len(passed) <= 0.02 * len(names), passed


def test_the_shipped_model_knows_its_films_and_how_they_lie(
    engine: AnyEngine, shared_data: Path
) -> None:
    paths = sorted((shared_data / "cxr" / "test").glob("*/*.jpg"))[::19]
    films = [read_radiograph(path) for path in paths]
    assert len(films) >= 20

    as_they_are = verdicts(engine, films)
    assert sum(one.decision is Decision.REFUSED for one in as_they_are) <= 1

    for fault in (Correction(1), Correction(2), Correction(3), Correction(0, True)):
        found = verdicts(engine, (spoilt(film, fault) for film in films))
        mend = Correction(-fault.quarter_turns % 4, fault.is_inverted)
        seen = [one.offered == mend and one.is_withheld for one in found]
        assert np.mean(seen) >= 0.9, fault


def test_a_film_with_black_margins_can_be_mended_where_it_is_inverted(
    engine: AnyEngine, shared_data: Path
) -> None:
    film = read_radiograph(shared_data / "films" / "film-05-normal.png")
    margin = ((0, 0), (film.columns // 4,) * 2)
    wide = as_film(np.pad(film.stored_values, margin))
    inverted = spoilt(wide, Correction(0, True))

    refused = engine.read(inverted).prediction.verdict
    mended = engine.read(inverted, Handling(is_mended=True)).prediction.verdict

    assert engine.read(wide).prediction.verdict.decision is not Decision.REFUSED
    assert (refused.code, refused.offered) == (ReasonCode.INVERTED, Correction(0, True))
    assert mended.decision is engine.read(wide).prediction.verdict.decision


def test_one_film_and_a_batch_come_to_one_verdict(engine: AnyEngine, shared_data: Path) -> None:
    path = sorted((shared_data / "cxr" / "test" / "Normal").glob("*.jpg"))[0]
    films = [read_radiograph(path), spoilt(read_radiograph(path), Correction(1))]

    for film, batch in zip(films, verdicts(engine, films), strict=True):
        one = engine.read(film).prediction.verdict
        assert (one.decision, one.code, one.offered) == (batch.decision, batch.code, batch.offered)
        assert one.distance == pytest.approx(batch.distance, rel=1e-3)
