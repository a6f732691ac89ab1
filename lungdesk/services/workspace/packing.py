"""Probabilities as they stand in the tables: float32, little-endian, in the order of the labels."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np

from lungdesk.core.labels import LabelSet
from lungdesk.core.worklist.columns import Floats, class_key, class_places

_TYPE = np.dtype("<f4")


def packed(probabilities: Mapping[str, float], labels: Sequence[str]) -> bytes:
    """Bytes of probabilities; none when there are none."""
    if not probabilities:
        return b""
    return np.asarray([probabilities[label] for label in labels], _TYPE).tobytes()


def unpacked(content: bytes, labels: str, *, digits: int | None = None) -> dict[str, float]:
    """Counterpart of `packed`; ``labels`` as they stand in ``models``."""
    values = np.frombuffer(content, _TYPE).tolist()
    names = json.loads(labels) if values else []
    return {
        name: value if digits is None else round(value, digits)
        for name, value in zip(names, values, strict=True)
    }


def table_of(
    contents: Sequence[bytes | None],
    model_ids: Sequence[int | None],
    labels_of: Mapping[int, str],
    labels: LabelSet,
) -> Floats:
    """``(n, C)`` float32 of many rows at once, in the order of ``labels``; NaN where unknown.

    What a model tells apart and ``labels`` do not is added up.
    """
    places = class_places(labels)
    table = np.full((len(contents), len(labels)), np.nan, np.float32)
    models = np.asarray([0 if one is None else one for one in model_ids], np.int64)
    is_said = np.fromiter(map(bool, contents), np.bool_, len(contents))
    for model_id, names in labels_of.items():
        own = json.loads(names)
        (rows,) = np.nonzero(is_said & (models == model_id))
        if not len(rows):
            continue
        joined = b"".join(contents[row] or b"" for row in rows.tolist())
        said = np.frombuffer(joined, _TYPE).reshape(len(rows), len(own))
        for place, name in enumerate(own):
            if (column := places.get(class_key(name))) is not None:
                table[rows, column] = np.nan_to_num(table[rows, column]) + said[:, place]
    return table
