"""A labelled collection made of the sample film: as large in files and pixels as usual ones."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.augment import AugmentSpec, augmented
from lungdesk.ml.preprocess import Normalization, PreprocessSpec, model_view
from lungdesk.services.sample_study import sample_film

#: Pixels of a side: most public films are published at about this size.
_SIDE = 1024


def draw_films(folder: Path, train_count: int) -> Path:
    """Write ``<split>/<class>/…`` of JPEG files, each another augmented view of the sample film.

    The classes mean nothing: how long a training takes does not depend on them. There are as many
    films of each class, a third as many of val as of train, and at least one of each class.
    """
    spec = PreprocessSpec(_SIDE, Normalization((0.0,) * 3, (1.0,) * 3))
    film = model_view(read_radiograph(sample_film()), spec).grey
    rng = np.random.default_rng(0)
    for split, count in (("train", train_count), ("val", -(-train_count // 3))):
        for label in CHEST_LABELS.ids:
            place = folder / split / label
            place.mkdir(parents=True)
            for number in range(-(-count // len(CHEST_LABELS))):
                view = augmented(film, AugmentSpec(), rng)
                _, encoded = cv2.imencode(".jpg", view)
                (place / f"{number}.jpg").write_bytes(encoded.tobytes())
    return folder
