"""What the checks of a model's maps came to, as it stands in a manifest."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class RandomisedRecord(_Record):
    """Maps of the network with weights in random order, beside those of the network as it is.

    Attributes
    ----------
    part
        What lost its weights: a word of `lungdesk.ml.checks.random_weights.RandomPart`.
    ssim
        Mean structural similarity of the maps as they are drawn, each divided by its peak.
    rank_correlation
        Mean of Spearman's, of the maps' own cells; None where a map was never uneven.
    empty
        Share of the maps that showed nothing at all.
    """

    part: str
    ssim: float
    rank_correlation: float | None
    empty: float


class OrderRecord(_Record):
    """Area under a curve, mean of the films: by the map, in random order, and their difference.

    ``interval`` holds 95 % of the differences of films drawn anew by patient.
    """

    by_map: float
    at_random: float
    difference: float
    interval: tuple[float, float]


class HeatRecord(_Record):
    """Films of one class; None without such a film.

    Attributes
    ----------
    lungs, inside
        Medians of the share that the lungs take of what the model sees, and of the share of the
        heat inside them.
    """

    films: int
    lungs: float | None
    inside: float | None


class SubjectRecord(_Record):
    """A model whose maps were checked; ``heat`` by label id."""

    id: str
    name: str
    heat: dict[str, HeatRecord]
    deletion: OrderRecord
    insertion: OrderRecord


class ChecksRecord(_Record):
    """Checks of the map of the class that is read, on films that were not trained on.

    Attributes
    ----------
    films
        Of the weight randomisation and of deletion and insertion: evenly of each class.
    precision
        Arithmetic of the model.
    draws
        How often weights were put in another random order.
    segmenter
        What found the lungs, in all films of the split.
    between_films
        Mean structural similarity of the maps of two different films, nothing randomised.
    model, baseline
        The model itself, and another one on the same films.
    """

    data: str
    split: str
    created: str
    seed: int
    films: int
    precision: str
    draws: int
    segmenter: str
    randomised: tuple[RandomisedRecord, ...]
    between_films: float
    model: SubjectRecord
    baseline: SubjectRecord | None = None
