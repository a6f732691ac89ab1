from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.lungs.box import LungBox
from lungdesk.core.lungs.verdict import LungFault, LungVerdict, two_lungs
from lungdesk.core.saliency import ImageRegion
from lungdesk.core.verdict import NO_CORRECTION, Correction
from lungdesk.ml.lungs.fields import lung_fields
from lungdesk.ml.preprocess import ModelView, Normalization, PreprocessSpec, grey_counts
from lungdesk.ml.training import remembered_lungs
from lungdesk.ml.training.remembered_lungs import RememberedLungs

SIDE = 32
DIGEST = "1" * 64
REGION = ImageRegion(0, 0, 320, 320)
SPEC = PreprocessSpec(SIDE, Normalization((0.0,) * 3, (1.0,) * 3))


@dataclass
class Network:
    """Takes the bright pixels for lungs, and counts how often it is asked."""

    digest: str = DIGEST
    spec: PreprocessSpec = SPEC
    asked: list[NDArray[np.uint8]] = field(default_factory=list)
    compiled: list[str] = field(default_factory=list)

    def segmenter(self, digest: str, *, is_for_throughput: bool = False) -> Network:
        assert digest == self.digest
        assert is_for_throughput
        self.compiled.append(digest)
        return self

    def usual(self) -> str:
        return self.digest

    def judge(self, whole: ModelView, correction: Correction) -> LungVerdict:
        shares = correction.applied(whole.grey).astype(np.float32) / np.float32(255)
        return two_lungs(lung_fields(shares, REGION))

    def judge_all(self, wholes: Sequence[tuple[ModelView, Correction]]) -> list[LungVerdict]:
        return [self.judge(*one) for one in wholes]

    def box(self, whole: NDArray[np.uint8], correction: Correction) -> LungBox | None:
        self.asked.append(whole)
        lying = correction.applied(whole)
        if not lying.any():
            return None
        rows, columns = np.flatnonzero(lying.any(axis=1)), np.flatnonzero(lying.any(axis=0))
        return LungBox(columns[0], rows[0], columns[-1] + 1, rows[-1] + 1, SIDE)


def views(count: int) -> list[NDArray[np.uint8]]:
    """Each with a bright box of its own; the first is black."""
    rng = np.random.default_rng(0)
    drawn = [np.zeros((SIDE, SIDE), np.uint8)]
    for number in range(1, count):
        top, left = rng.integers(0, SIDE - 2, 2)
        view = np.zeros((SIDE, SIDE), np.uint8)
        view[top : rng.integers(top + 1, SIDE + 1), left : rng.integers(left + 1, SIDE + 1)] = (
            number
        )
        drawn.append(view)
    return drawn


def boxes(lungs: RememberedLungs, films: list[NDArray[np.uint8]]) -> list[LungBox | None]:
    return [lungs.box(film, NO_CORRECTION) for film in films]


def test_a_film_is_looked_at_once_in_all_trainings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered_lungs, "_TOGETHER", 10)
    films, network = views(25), Network()
    expected = [Network().box(film, NO_CORRECTION) for film in films]
    first = RememberedLungs(DIGEST, network, tmp_path)

    assert boxes(first, films) == expected
    assert boxes(first, films) == expected
    assert len(network.asked) == 25

    network.asked.clear()
    second = RememberedLungs(DIGEST, network, tmp_path)
    assert boxes(second, films) == expected
    assert len(network.asked) == 5  # those that were not written yet


def test_boxes_of_another_network_are_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered_lungs, "_TOGETHER", 1)
    boxes(RememberedLungs(DIGEST, Network(), tmp_path), views(3))
    other = Network("2" * 64)

    boxes(RememberedLungs(other.digest, other, tmp_path), views(3))

    assert len(other.asked) == 3


def test_a_film_that_is_to_be_corrected_is_not_remembered_for_that(tmp_path: Path) -> None:
    network = Network()
    lungs = RememberedLungs(DIGEST, network, tmp_path)
    film = views(2)[1]

    straight, turned = lungs.box(film, NO_CORRECTION), lungs.box(film, Correction(1))

    assert straight != turned
    assert lungs.box(film, NO_CORRECTION) == straight


def test_lungs_are_judged_by_the_network_itself(tmp_path: Path) -> None:
    black = views(1)[0]
    found = RememberedLungs(DIGEST, Network(), tmp_path).judge(
        ModelView(black, REGION, grey_counts(black)), NO_CORRECTION
    )

    assert found.faults == (LungFault.NO_LUNG,)


def test_the_network_is_compiled_when_a_film_is_looked_at(tmp_path: Path) -> None:
    network = Network()
    lungs = RememberedLungs(DIGEST, network, tmp_path)
    assert network.compiled == []

    boxes(lungs, views(4))

    assert network.compiled == [DIGEST]
    assert lungs.spec == network.spec


def test_cells_of_a_large_grid_are_kept_to_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered_lungs, "_TOGETHER", 1)
    box = LungBox(1, 333, 1021, 1023, 1024)
    network = Network(spec=replace(SPEC, input_size=1024))
    monkeypatch.setattr(Network, "box", lambda _self, _whole, _correction: box)
    film = np.zeros((1024, 1024), np.uint8)
    RememberedLungs(DIGEST, network, tmp_path).box(film, NO_CORRECTION)

    assert RememberedLungs(DIGEST, network, tmp_path).box(film, NO_CORRECTION) == box
