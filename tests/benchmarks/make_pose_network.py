"""Makes and measures the network that sees how a film lies.

    python -m tests.benchmarks.make_pose_network COLLECTION [--out FILE]

Trained on the train split, its limits chosen on val, measured on test. Prints the SHA-256 that
`lungdesk.ml.pose` names.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lungdesk.core.labels import CHEST_LABELS
from lungdesk.formats.reader import read_radiograph
from lungdesk.ml.datasets import load_dataset
from lungdesk.ml.pose import (
    PART,
    PART_FROM,
    POSE_FILE,
    POSE_FROM,
    POSES,
    PoseNetwork,
    read_pose_network,
)
from lungdesk.ml.prefetch import prefetched
from lungdesk.ml.preprocess import Normalization, PreprocessSpec, model_view
from lungdesk.ml.training.pose_network import (
    faulty_films,
    train_pose_network,
    write_pose_network,
)

#: Side of the films that are turned and cropped.
_SPEC = PreprocessSpec(64, Normalization((0, 0, 0), (1, 1, 1)))


def films_of(collection: Path, split: str) -> NDArray[np.uint8]:
    """Grey squares ``(N, 64, 64)`` uint8 of a split."""
    samples = load_dataset(collection, labels=CHEST_LABELS).split(split)
    views = prefetched(lambda s: model_view(read_radiograph(s.path), _SPEC).grey, samples)
    return np.stack(list(views))


def figures(network: PoseNetwork, films: NDArray[np.uint8]) -> dict[str, float]:
    """Shares of the films that are seen for what they are, and that are accused wrongly."""
    thumbnails, truth = faulty_films(films, np.random.default_rng(1), is_augmented=False)
    likely = network.probabilities(thumbnails)
    leading, largest = likely.argmax(axis=1), likely.max(axis=1)
    wrong_pose = (leading > 0) & (leading < POSES) & (largest >= POSE_FROM)
    is_part = (leading == PART) & (largest >= PART_FROM)
    upright, faulty = truth == 0, (truth > 0) & (truth < POSES)
    single = {"inverted": 4, "turned left": 3, "turned right": 1, "upside down": 2}
    return {
        "films": float(len(films)),
        "upright called turned or inverted": float(wrong_pose[upright].mean()),
        "upright called a part": float(is_part[upright].mean()),
        "faulty seen": float((wrong_pose & (leading == truth))[faulty].mean()),
        **{
            name: float((wrong_pose & (leading == k))[truth == k].mean())
            for name, k in single.items()
        },
        "parts seen": float(is_part[truth == PART].mean()),
        "parts called turned or inverted": float(wrong_pose[truth == PART].mean()),
    }


def main() -> None:
    """Train where a file is named, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collection", type=Path)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    if asked.out is not None:
        network = train_pose_network(films_of(asked.collection, "train"))
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        write_pose_network(asked.out, network)
    file = asked.out or POSE_FILE
    sys.stdout.write(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file}\n")
    for split in ("val", "test"):
        for name, value in figures(
            read_pose_network(file), films_of(asked.collection, split)
        ).items():
            sys.stdout.write(f"{split}: {name}: {value:.4f}\n")


if __name__ == "__main__":
    main()
