"""How much heat lies in the lungs, on real films, one by one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lungdesk.core.imaging.heat import enlarged
from lungdesk.core.jobs import NullContext
from lungdesk.core.labels import CHEST_LABELS
from lungdesk.core.lungs.verdict import two_lungs
from lungdesk.core.radiograph import Radiograph
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.checks.films import CheckFilms
from lungdesk.ml.checks.lung_heat import heat_in_lungs
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.ensemble_engine import open_engine
from lungdesk.services.lungs.finder import LungFinder
from lungdesk.services.paths import AppPaths
from tests.unit.ml.checks.check_films import chests, shipped
from tests.unit.ml.real_films import few_films, write_manifest
from tests.unit.services.model_copies import copy_of_model


def test_medians_are_those_of_the_films_of_a_class(shared_data: Path, tmp_path: Path) -> None:
    rows = few_films(shared_data, {"val": 3})
    manifest = write_manifest(tmp_path / "films.csv", rows)
    films = CheckFilms(load_dataset(manifest).split("val"), read_radiograph)
    segmenter = LungFinder.of(AppPaths.default()).ready()
    engines = [open_engine(shipped()), open_engine(copy_of_model(tmp_path / "other", "other", 4))]
    inside: dict[str, list[float]] = {label: [] for label in CHEST_LABELS.ids}
    lungs: dict[str, list[float]] = {label: [] for label in CHEST_LABELS.ids}
    for sample in films.samples:
        film = read_radiograph(sample.path)
        fields = segmenter.segment(film)
        if two_lungs(fields).shows_two_lungs:
            output = engines[0].read(film)
            heat = enlarged(output.saliency_maps[output.prediction.class_index].values)
            # Both see the whole film, squashed into a square.
            rows_, columns = ((np.arange(n) + 0.5) * 256 // n for n in heat.shape)
            mask = fields.mask[np.ix_(rows_.astype(int), columns.astype(int))]
            label = CHEST_LABELS.ids[sample.class_index]
            inside[label].append(float(heat[mask].sum() / heat.sum()))
            lungs[label].append(float(mask.mean()))

    found, other = heat_in_lungs(engines, segmenter, films, NullContext())

    assert fields.mask.shape == (256, 256)
    assert sum(one.films for one in found.values()) == sum(map(len, inside.values())) >= 10
    for label, one in found.items():
        assert one.films == len(inside[label])
        assert one.inside == pytest.approx(np.median(inside[label]), abs=1e-4)
        assert one.lungs == pytest.approx(np.median(lungs[label]), abs=1e-4)
        assert other[label].films == one.films
        assert other[label].lungs == one.lungs
    assert [one.inside for one in other.values()] != [one.inside for one in found.values()]


def test_without_lungs_there_is_nothing_to_say() -> None:
    segmenter = LungFinder.of(AppPaths.default()).ready()
    films = chests(1)

    def empty(path: Path) -> Radiograph:
        film = films.decode(path)
        return replace(film, stored_values=np.zeros_like(film.stored_values))

    blank = CheckFilms(films.samples, empty)

    (found,) = heat_in_lungs([open_engine(shipped())], segmenter, blank, NullContext())

    assert all((one.films, one.lungs, one.inside) == (0, None, None) for one in found.values())
