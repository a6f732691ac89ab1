"""What a network sees that looks at the lungs alone, on real films."""

from __future__ import annotations

import csv
import math
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from lungdesk.core.saliency import ImageRegion
from lungdesk.core.verdict import Correction
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.lungs.segmenter import LungSegmenter
from lungdesk.ml.lungs.source import LungSource
from lungdesk.ml.preprocess import Framing, Normalization, PreprocessSpec, model_view
from lungdesk.services.lungs.finder import DEFAULT_SEGMENTER_ID
from lungdesk.services.paths import shipped_models_folder

SIDE = 192
#: Every so many-th film of those that models are trained and chosen on: some 200.
STEP = 19


@pytest.fixture(scope="module")
def lungs() -> LungSegmenter:
    source = LungSource((shipped_models_folder() / DEFAULT_SEGMENTER_ID,))
    return source.segmenter(source.usual(), is_for_throughput=True)


@pytest.fixture(scope="module")
def paths(shared_data: Path) -> list[Path]:
    with (shared_data / "cxr" / "manifest.csv").open(newline="", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] != "external"]
    return [shared_data / "cxr" / row["path"] for row in rows[::STEP]]


def spec_of(lungs: LungSegmenter, side: int = SIDE) -> PreprocessSpec:
    plain = Normalization((0.0,) * 3, (1.0,) * 3)
    return PreprocessSpec(side, plain, Framing.LUNGS, lungs=lungs.digest)


# ---------------------------------------------- the same, written down with OpenCV and NumPy alone


def square(pixels: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    way = cv2.INTER_AREA if min(pixels.shape) >= side else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, (side, side), interpolation=way), np.uint8)


def spread(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    low, high = np.percentile(pixels, (1, 99))
    if high <= low:
        return pixels
    stretched = np.rint((pixels - low) * (255 / (high - low)))
    return np.asarray(np.clip(stretched, 0, 255), np.uint8)


def expected(
    pixels: NDArray[np.uint8], shares: NDArray[np.float32]
) -> tuple[ImageRegion, NDArray[np.uint8]]:
    mask = (shares > 0.5).astype(np.uint8)
    side = mask.shape[0]
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    x0, y0, x1, y1 = 0.0, 0.0, 1.0, 1.0
    parts = [one for one in stats[1:] if one[4] >= 0.01 * side * side]
    if parts and mask.mean() > 0.05:
        x0, y0 = min(one[0] for one in parts) / side, min(one[1] for one in parts) / side
        x1 = max(one[0] + one[2] for one in parts) / side
        y1 = max(one[1] + one[3] for one in parts) / side
        width, height = x1 - x0, y1 - y0
        x0, x1 = max(0, x0 - 0.08 * width), min(1, x1 + 0.08 * width)
        y0, y1 = max(0, y0 - 0.08 * height), min(1, y1 + 0.08 * height)
    rows, columns = pixels.shape
    left, top = int(x0 * columns), int(y0 * rows)
    right, bottom = math.ceil(x1 * columns), math.ceil(y1 * rows)
    region = ImageRegion(left, top, right, bottom)
    return region, spread(square(pixels[top:bottom, left:right], SIDE))


def test_two_hundred_films_are_seen_as_the_few_lines_above_see_them(
    lungs: LungSegmenter, paths: list[Path]
) -> None:
    films = [np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), np.uint8) for path in paths]
    whole = np.stack([spread(square(film, lungs.spec.input_size)) for film in films])
    shares = lungs.probabilities(whole)
    assert len(films) > 190

    cropped = 0
    for path, film, share in zip(paths, films, shares, strict=True):
        region, grey = expected(film, share)
        view = model_view(read_radiograph(path), spec_of(lungs), lungs)
        assert view.region == region, path
        assert np.abs(view.grey.astype(int) - grey.astype(int)).max() <= 1, path
        cropped += (region.width, region.height) != film.shape[::-1]
    assert cropped > 0.95 * len(films)


# ---------------------------------------------------------------------------------- by other means


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_film_is_seen_where_its_lungs_lie(
    lungs: LungSegmenter, paths: list[Path], turns: int
) -> None:
    mends = Correction(turns)
    for path in paths[::40]:
        upright = read_radiograph(path)
        lying = np.ascontiguousarray(np.rot90(upright.stored_values, turns))
        turned = replace(upright, stored_values=lying)
        view = model_view(turned, spec_of(lungs), lungs, mends)
        straight = model_view(upright, spec_of(lungs), lungs)
        seen, wanted = mends.applied(view.grey).astype(int), straight.grey.astype(int)
        # Boxes may differ by the pixel that rounding outwards takes.
        assert np.abs(seen - wanted).mean() < 3
        assert view.region.width * view.region.height == pytest.approx(
            straight.region.width * straight.region.height, rel=0.02
        )


def test_an_inverted_film_is_cut_as_it_would_be_otherwise(
    lungs: LungSegmenter, paths: list[Path]
) -> None:
    upright = read_radiograph(paths[0])
    inverted = replace(upright, stored_values=np.uint8(255) - upright.stored_values)
    mends = Correction(is_inverted=True)

    view = model_view(inverted, spec_of(lungs), lungs, mends)
    straight = model_view(upright, spec_of(lungs), lungs)

    assert view.region == straight.region
    assert np.abs(mends.applied(view.grey).astype(int) - straight.grey).max() <= 1


def test_a_picture_without_lungs_is_seen_whole(lungs: LungSegmenter, paths: list[Path]) -> None:
    film = read_radiograph(paths[0])
    noise = np.random.default_rng(0).integers(0, 255, film.stored_values.shape).astype(np.uint8)
    empty = replace(film, stored_values=noise)

    view = model_view(empty, spec_of(lungs), lungs)

    plain = PreprocessSpec(SIDE, spec_of(lungs).normalization)
    assert (view.grey == model_view(empty, plain).grey).all()
    assert (view.region.width, view.region.height) == (film.columns, film.rows)


def test_what_is_judged_is_the_whole_film(lungs: LungSegmenter, paths: list[Path]) -> None:
    film = read_radiograph(paths[0])
    view = model_view(film, spec_of(lungs), lungs)
    whole = model_view(film, lungs.spec)

    assert (view.surveyed.grey == whole.grey).all()
    assert (view.surveyed.counts == whole.counts).all()
    assert whole.surveyed is whole


def test_lungs_are_found_by_the_network_that_is_named(
    lungs: LungSegmenter, paths: list[Path]
) -> None:
    film = read_radiograph(paths[0])
    other = replace(spec_of(lungs), lungs="0" * 64)

    for found_by in (None, lungs):
        with pytest.raises(ValueError, match="names"):
            model_view(film, other, found_by)


def test_framing_and_network_come_together() -> None:
    plain = Normalization((0.0,) * 3, (1.0,) * 3)
    with pytest.raises(ValueError, match="lungs"):
        PreprocessSpec(SIDE, plain, Framing.LUNGS)
    with pytest.raises(ValueError, match="squash"):
        PreprocessSpec(SIDE, plain, lungs="0" * 64)


def test_only_a_spec_that_looks_at_lungs_says_by_which_network() -> None:
    """Caches are named after it: those of other framings stay what they were."""
    plain = Normalization((0.0,) * 3, (1.0,) * 3)
    one, other = (PreprocessSpec(SIDE, plain, Framing.LUNGS, lungs=n * 64) for n in "ab")

    assert "lungs" not in str(PreprocessSpec(SIDE, plain))
    assert str(one) != str(other)


def test_each_film_runs_through_the_network_once(
    lungs: LungSegmenter, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[NDArray[np.uint8]] = []
    network = lungs.network
    run = network.run

    def counted(view: NDArray[np.uint8]) -> tuple[NDArray[np.float32], ...]:
        runs.append(view)
        return run(view)

    monkeypatch.setattr(network, "run", counted)
    film = read_radiograph(paths[7])

    model_view(film, spec_of(lungs), lungs)
    model_view(film, spec_of(lungs, side=128), lungs)
    fields = lungs.segment(film)

    assert len(runs) == 1
    assert fields.mask.any()
