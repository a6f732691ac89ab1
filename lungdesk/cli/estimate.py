"""``lungdesk train --estimate``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lungdesk.cli.console import output, print_json, progress_context
from lungdesk.core.errors import ErrorCode, LungDeskError

if TYPE_CHECKING:
    from lungdesk.services.training.estimate import Estimate
    from lungdesk.services.training.run import TrainingRequest


def print_estimate(
    base: TrainingRequest, backbones: tuple[str, ...], fold_count: int, *, is_json: bool
) -> None:
    """Say how long a training of each backbone, or of each fold, takes, and train nothing.

    Raises
    ------
    LungDeskError
        ``DISK_FULL`` when there is no room for it, after the times have been printed.
    """
    from lungdesk.formats.reader import read_patient
    from lungdesk.ml.backbones import backbone_named
    from lungdesk.ml.datasets import load_dataset
    from lungdesk.ml.training.plan import require_trainable
    from lungdesk.services.paths import AppPaths
    from lungdesk.services.training.estimate import EstimateRequest, estimate_training

    dataset = load_dataset(
        base.folder, label_map=base.label_map, seed=base.recipe.seed, patient_of=read_patient
    )
    require_trainable(dataset)
    names = [backbone_named(name).name for name in dict.fromkeys(backbones)]
    trainings = tuple(replace(base, backbone=name) for name in names)
    request = EstimateRequest(dataset, trainings, AppPaths.default())
    with progress_context() as ctx:
        estimate = estimate_training(request, ctx)
    if is_json:
        print_json(_plain(estimate, fold_count))
    else:
        _print(estimate, fold_count)
    obstacle = estimate.disk.obstacle()
    if obstacle is not None:
        raise LungDeskError(obstacle, code=ErrorCode.DISK_FULL)


def _print(estimate: Estimate, fold_count: int) -> None:
    from lungdesk.ml.cache_room import in_words

    of_folds = f", {fold_count} times" if fold_count else ""
    for part in estimate.parts:
        output.print(f"{part.backbone.display_name}: {part.time.in_words()}{of_folds}")
    if len(estimate.parts) > 1 or fold_count:
        output.print(f"In all: {estimate.time.times(fold_count or 1).in_words()}")
    disk = estimate.disk
    output.print(
        f"Room on the disk: {in_words(disk.needed_bytes)} of {in_words(disk.free_bytes)} that are"
        " free"
    )


def _plain(estimate: Estimate, fold_count: int) -> dict[str, Any]:
    total, disk = estimate.time.times(fold_count or 1), estimate.disk
    return {
        "low_s": round(total.low_s, 1),
        "high_s": round(total.high_s, 1),
        "backbones": {
            part.backbone.name: {
                "low_s": round(part.time.low_s, 1),
                "high_s": round(part.time.high_s, 1),
                "stages": {
                    name: [round(stage.low_s, 1), round(stage.high_s, 1)]
                    for name, stage in part.stages.items()
                },
            }
            for part in estimate.parts
        },
        "disk_bytes": disk.needed_bytes,
        "free_bytes": disk.free_bytes,
    }
