"""Training on labels that mean nothing, to see whether figures come from anywhere else.

The randomisation of the data of Adebayo et al. (arXiv 1810.03292). Labels are dealt anew in every
split, not in train alone: what is read right is then a matter of chance film by film, whereas a
network that was trained on wrong labels may well read a whole class right, or none of it. And a
label of val that found its way into the training shows.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lungdesk.ml.datasets import SPLITS, Dataset
from lungdesk.ml.ensemble import AnyBundle, members_of

#: What must be known of such a model, wherever it is offered.
SHUFFLED_NOTE = (
    "The labels were shuffled: this model is a test of its training and has learnt nothing about"
    " disease; figures at chance are what is expected, and if they are clearly above, something"
    " leaks."
)
_SUFFIX = " (labels shuffled)"


def with_shuffled_labels(dataset: Dataset, seed: int) -> Dataset:
    """The same films with each other's labels, dealt at random within each split.

    Every split keeps as many films of each class. Which film gets which label follows from the
    films and the seed, not from the place where they lie.
    """
    samples = list(dataset.samples)
    for place, split in enumerate(SPLITS):
        numbers = [n for n, sample in enumerate(samples) if sample.split == split]
        numbers.sort(key=lambda n: (samples[n].group, samples[n].path.name))
        classes = np.array([samples[n].class_index for n in numbers], np.int64)
        dealt = np.random.default_rng([seed, place]).permutation(classes)
        for number, index in zip(numbers, dealt.tolist(), strict=True):
            samples[number] = replace(samples[number], class_index=index)
    return replace(dataset, samples=tuple(samples))


def has_shuffled_labels(bundle: AnyBundle) -> bool:
    """Whether a model, or any member of an ensemble, was trained on shuffled labels."""
    recipes = (one.manifest.training.settings.get("recipe") or {} for one in members_of(bundle))
    return any(recipe.get("shuffled_labels", False) for recipe in recipes)


def warning_name(name: str) -> str:
    """Name of a model that was trained on shuffled labels: it says so wherever it stands."""
    return name if name.endswith(_SUFFIX) else name + _SUFFIX
