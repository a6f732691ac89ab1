"""Several trainings on one data set: networks to compare, folds of a cross-validation, or both.

Each is a run as any other, in a folder of its own below that of the series (``vgg16/fold-2``),
which `lungdesk compare` reads. ``series.json`` tells of all. The trainings are done one after the
other, each in its child process, or by the workers of a Dask cluster, which start the very same
child process. A worker sends the whole run folder back; it needs the films under the path that they
have here, and keeps features in a cache of its own.
"""

from __future__ import annotations

import json
import statistics
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from lungdesk.core.files import atomic_write, write_text_atomically
from lungdesk.core.jobs import JobContext, Progress
from lungdesk.core.metrics.evaluation import OVERALL
from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.folds import Fold
from lungdesk.services.cluster.films import require_films
from lungdesk.services.cluster.workers import workers_at
from lungdesk.services.models.folders import id_of_training
from lungdesk.services.paths import AppPaths
from lungdesk.services.runs.lock import LOCK_FILE, held_run
from lungdesk.services.runs.record import REQUEST_FILE, RESULT_FILE, load_run, require_new
from lungdesk.services.runs.tensorflow_child import FindingsListener
from lungdesk.services.training import run as training
from lungdesk.services.training.run import TrainingRequest

SERIES_FILE = "series.json"


@dataclass(frozen=True, slots=True)
class SeriesRequest:
    """Trainings as the user asks for them.

    Attributes
    ----------
    base
        What they have in common. Its run folder is that of the series; the workers of its
        scheduler do whole trainings.
    fold_count
        Each fold of train and val is val once; 0 for the data's own val.
    """

    base: TrainingRequest
    backbones: tuple[str, ...]
    fold_count: int = 0

    def runs(self) -> tuple[TrainingRequest, ...]:
        """A training for each network and fold.

        Raises LungDeskError (``USAGE``, ``MODEL_NAME_INVALID``).
        """
        names = dict.fromkeys(backbone_named(name).name for name in self.backbones)
        numbers = range(1, self.fold_count + 1) if self.fold_count else [0]
        return tuple(
            self._run(name, number, is_one_of_many=len(names) > 1)
            for name in names
            for number in numbers
        )

    def _run(self, backbone: str, number: int, *, is_one_of_many: bool) -> TrainingRequest:
        base = self.base
        fold = Fold(number, self.fold_count) if number else None
        parts = [backbone] if is_one_of_many else []
        notes = base.notes
        if fold is not None:
            parts.append(f"fold-{fold.number}")
            notes += (f"Val is fold {fold} of the films of train and val.",)
        return replace(
            base,
            folder=base.folder.absolute(),  # a worker runs in another folder
            backbone=backbone,
            fold=fold,
            notes=notes,
            run_folder=base.run_folder.joinpath(*parts),
            model_id=id_of_training(base.model_id, base.run_folder, parts),
            scheduler="",
        )


def train_series(
    request: SeriesRequest,
    ctx: JobContext,
    on_findings: FindingsListener = lambda _: None,
) -> dict[str, Any]:
    """Train all that are not finished yet.

    Parameters
    ----------
    on_findings
        Is told once, by the first training: see `lungdesk.services.training.run.train`.

    Returns
    -------
    dict
        What stands in ``series.json``: ``runs`` with ``folder, backbone, fold, metrics, seconds``,
        ``summary`` with ``backbone, runs, metrics {split: {figure: {mean, sd}}}``, ``failures``.

    Raises
    ------
    LungDeskError
        ``USAGE``, those of the cluster and of `lungdesk.services.training.run.train`; runs that
        have ended are kept.
    Cancelled
        After the trainings under way have ended.
    """
    runs, base = request.runs(), request.base
    _require_new(runs, base)
    waiting = [run for run in runs if not training.is_finished(run)]
    tasks = [_Task(run, _words(run, runs)) for run in waiting]
    tell = _once(on_findings)
    if base.scheduler and tasks:
        _train_there(tasks, base.scheduler, ctx, tell)
    else:
        for task in tasks:
            training.train(task.run, _RunContext(ctx, task.words), on_findings=tell)
    record = _record(runs, base.run_folder)
    text = json.dumps(record, indent=2, allow_nan=False)
    write_text_atomically(base.run_folder / SERIES_FILE, text + "\n")
    return record


@dataclass(frozen=True, slots=True)
class _Task:
    run: TrainingRequest
    words: str


@dataclass(frozen=True, slots=True)
class _RunContext:
    """Job context that says which of the trainings it is."""

    outer: JobContext
    words: str

    def report(self, progress: Progress) -> None:
        """With the training's name before the words."""
        self.outer.report(replace(progress, message=f"{self.words}: {progress.message}"))

    def check(self) -> None:
        """As the caller's."""
        self.outer.check()


def _words(run: TrainingRequest, runs: Sequence[TrainingRequest]) -> str:
    which = run.backbone if run.fold is None else f"{run.backbone}, fold {run.fold.number}"
    return f"training {runs.index(run) + 1} of {len(runs)} ({which})"


def _require_new(runs: Iterable[TrainingRequest], base: TrainingRequest) -> None:
    if not base.is_resumed:
        for run in runs:
            require_new(run.run_folder)


def _once(on_findings: FindingsListener) -> FindingsListener:
    told: list[Any] = []

    def tell(findings: Sequence[Mapping[str, str]]) -> None:
        if not told:
            on_findings(findings)
        told.append(findings)

    return tell


def _train_there(
    tasks: Sequence[_Task], scheduler: str, ctx: JobContext, tell: FindingsListener
) -> None:
    """By the workers of a cluster; a run folder is filled when its training has ended.

    All of them are held until then: what somebody else writes meanwhile would be overwritten.
    """
    with workers_at(scheduler) as workers, ExitStack() as held:
        for task in tasks:
            held.enter_context(held_run(task.run.run_folder))
        parts = ((None, task) for task in tasks)
        for task, files in workers.each(train_by_worker, parts, ctx):
            run = task.run
            text = json.dumps(run.as_plain(), indent=2)
            write_text_atomically(run.run_folder / REQUEST_FILE, text + "\n")
            for name, content in files.items():
                with atomic_write(run.run_folder / PurePosixPath(name)) as stream:
                    stream.write(content)
            tell(json.loads(files[RESULT_FILE])["findings"])


def train_by_worker(_: None, task: _Task, ctx: JobContext) -> dict[str, bytes]:
    """The files of a run, by their path in its folder, the result last."""
    from distributed import get_worker

    run = task.run
    require_films(run.folder)
    # Dask clears a worker's folder when it was killed.
    with tempfile.TemporaryDirectory(dir=get_worker().local_directory) as folder:
        own = replace(
            run,
            run_folder=Path(folder) / "run",
            cache_folder=AppPaths.usual().cache,
            is_resumed=False,
        )
        training.train(own, _RunContext(ctx, task.words))
        written = sorted(path for path in own.run_folder.rglob("*") if path.is_file())
        written.sort(key=lambda path: path.name == RESULT_FILE)
        return {
            path.relative_to(own.run_folder).as_posix(): path.read_bytes()
            for path in written
            if path.name not in (REQUEST_FILE, LOCK_FILE)
        }


def _record(runs: Sequence[TrainingRequest], folder: Path) -> dict[str, Any]:
    results = [load_run(run.run_folder).result for run in runs]
    rows = [
        {
            "folder": run.run_folder.relative_to(folder).as_posix(),
            "backbone": run.backbone,
            "fold": run.fold and run.fold.number,
            "metrics": {
                split: {name: figures[name] for name in OVERALL}
                for split, figures in result["metrics"].items()
            },
            "seconds": sum(result["seconds"].values()),
        }
        for run, result in zip(runs, results, strict=True)
    ]
    failures = {f["path"]: f for result in results for f in result["failures"]}
    return {"runs": rows, "summary": _summary(rows), "failures": list(failures.values())}


def _summary(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Mean and sample standard deviation over the runs of each network."""
    summary = []
    for backbone in dict.fromkeys(row["backbone"] for row in rows):
        metrics = [row["metrics"] for row in rows if row["backbone"] == backbone]
        figures = {
            split: {name: _spread([one[split][name] for one in metrics]) for name in OVERALL}
            for split in metrics[0]
        }
        summary.append({"backbone": backbone, "runs": len(metrics), "metrics": figures})
    return summary


def _spread(values: Sequence[float | None]) -> dict[str, float | None]:
    known = [value for value in values if value is not None]
    return {
        "mean": round(statistics.fmean(known), 4) if known else None,
        "sd": round(statistics.stdev(known), 4) if len(known) > 1 else None,
    }
