"""What is trained: the request, what follows from it, and how it stands in the manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from lungdesk import __version__
from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.film_patient import PatientOf, nobody
from lungdesk.core.jobs import JobContext, step_by_step
from lungdesk.ml import bundle as bundles
from lungdesk.ml.backbones import Backbone, CutPoint, backbone_named
from lungdesk.ml.data_limits import data_limits
from lungdesk.ml.datasets import Dataset, load_dataset
from lungdesk.ml.film_groups import HEADER_PATIENTS, JOINED_GROUPS
from lungdesk.ml.folds import Fold, in_fold
from lungdesk.ml.head import Head
from lungdesk.ml.lung_sight import LungNetworks
from lungdesk.ml.preprocess import Framing, PreprocessSpec
from lungdesk.ml.shuffled_labels import SHUFFLED_NOTE, warning_name, with_shuffled_labels
from lungdesk.ml.training.films import seen_by
from lungdesk.ml.training.phases import TrainedHead
from lungdesk.ml.training.recipe import Recipe
from lungdesk.ml.weights import Weights, resolve_weights


@dataclass(frozen=True, slots=True)
class TrainRequest:
    """What to train.

    Attributes
    ----------
    checkpoint_folder
        What a training that was stopped is gone on with; empty again when it has ended.
    cache_limit_bytes
        Room that all caches of features may take.
    notes
        What people know of the data and the data does not say; goes into the card.
    label_map
        See `lungdesk.ml.datasets.load_dataset`.
    fold
        Which part of train and val is val, in a cross-validation.
    lungs
        Has the network that finds the lungs, for a recipe that looks at them alone.
    patient_of
        See `lungdesk.ml.datasets.load_dataset`.
    """

    folder: Path
    backbone: str
    bundle_folder: Path
    checkpoint_folder: Path
    cache_folder: Path
    cache_limit_bytes: int
    recipe: Recipe = field(default_factory=Recipe)
    weights: str = "imagenet"
    model_id: str = ""
    name: str = ""
    notes: Sequence[str] = ()
    label_map: Mapping[str, str] = field(default_factory=dict)
    fold: Fold | None = None
    lungs: LungNetworks | None = None
    patient_of: PatientOf = nobody


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """What follows from a request once its data and backbone are known.

    Attributes
    ----------
    lungs
        Digest of the network that finds the lungs; empty where none is needed.
    """

    request: TrainRequest
    dataset: Dataset
    backbone: Backbone
    weights: Weights
    lungs: str = ""

    @property
    def recipe(self) -> Recipe:
        """How it is trained."""
        return self.request.recipe

    @property
    def spec(self) -> PreprocessSpec:
        """What the network sees of a film."""
        return seen_by(self.backbone, self.recipe, self.lungs)

    @property
    def cut(self) -> CutPoint | None:
        """Where the network is cut for the block phase; None without one."""
        if self.recipe.block is None:
            return None
        wanted = self.recipe.block.cut_point
        names = [cut.name for cut in self.backbone.cut_points]
        if wanted and wanted not in names:
            raise LungDeskError(
                f"{self.backbone.display_name} cannot be cut at {wanted}.",
                hint=f"Choose one of: {', '.join(names)}.",
                code=ErrorCode.USAGE,
            )
        return self.backbone.cut_points[names.index(wanted) if wanted else 0]

    @property
    def weights_licence(self) -> str:
        """Of the weights that it begins with; empty where it is not known, or there are none."""
        if self.weights.lineage is not None:
            return self.weights.lineage.licence
        return self.backbone.weights_licence if self.weights.choice == "imagenet" else ""

    @property
    def limits(self) -> tuple[str, ...]:
        """What is known to be wrong with the films, those of the weights' own training too."""
        own = (*data_limits(self.dataset), *self.request.notes)
        before = self.weights.lineage
        return (
            own if before is None else tuple(dict.fromkeys((*own, before.sentence, *before.limits)))
        )

    def finished(self, head: Head) -> Head:
        """A trained head as it goes into the bundle."""
        odds = self.recipe.normal_odds
        return head.with_odds(self.dataset.labels.index("normal"), odds) if odds != 1 else head

    def tuned_part(self) -> str:
        """What is trained besides the head, in words."""
        if self.recipe.whole is not None:
            return "trained whole"
        return f"trained from {self.cut.name} on" if self.cut else "frozen"


def plan_training(request: TrainRequest, ctx: JobContext) -> TrainingPlan:
    """Look at the data, the network and its weights, before anything is made.

    Raises
    ------
    LungDeskError
        Codes of the data set and the weights, ``DATASET_GROUP_LEAK``, ``DATASET_CLASS_MISSING``,
        ``USAGE``; ``MODEL_MISSING`` where the lungs are to be looked at and no network finds them.
    """
    tell = step_by_step(ctx, "looking at the data")
    tell(0)
    backbone = backbone_named(request.backbone)
    lungs = usual_lungs(request.recipe, request.lungs)
    dataset = load_dataset(
        request.folder,
        label_map=request.label_map,
        seed=request.recipe.seed,
        patient_of=request.patient_of,
        tell=tell,
    )
    if request.fold is not None:
        dataset = in_fold(dataset, request.fold, request.recipe.seed)
    if request.recipe.shuffled_labels:
        dataset = with_shuffled_labels(dataset, request.recipe.seed)
    require_trainable(dataset)
    folders = (request.cache_folder / "weights",)
    weights = resolve_weights(backbone, request.weights, folders=folders, ctx=ctx)
    plan = TrainingPlan(request, dataset, backbone, weights, lungs)
    backbone.require_input_size(plan.spec.input_size)
    _ = plan.cut  # a name that is not known is refused now, not after hours
    return plan


def usual_lungs(recipe: Recipe, networks: LungNetworks | None) -> str:
    """Digest of the network that finds the lungs in a training; empty where none is needed.

    Raises
    ------
    LungDeskError
        ``MODEL_MISSING``; those of the network's bundle.
    """
    if recipe.framing is not Framing.LUNGS:
        return ""
    if networks is None:
        raise LungDeskError(
            "The recipe looks at the lungs alone, and there is no network that finds them.",
            hint="Install LungDesk again, or choose another framing.",
            code=ErrorCode.MODEL_MISSING,
        )
    return networks.usual()


def require_trainable(dataset: Dataset) -> None:
    """Raise LungDeskError unless every class can be learnt and chosen for, and no group leaks."""
    leaks = dataset.groups_across_splits()
    if leaks:
        of_split = {s.split: s.path.name for s in dataset.samples if s.group == leaks[0]}
        films = ", ".join(f"{name} in {split}" for split, name in of_split.items())
        raise LungDeskError(
            f"{len(leaks)} patients or copied films stand in more than one split"
            f" (the first: {films}).",
            hint="Keep each patient in one split; `lungdesk dataset audit` lists them.",
            code=ErrorCode.DATASET_GROUP_LEAK,
        )
    for split in ("train", "val"):
        dataset.split(split)
        empty = [label for label, n in dataset.counts()[split].items() if not n]
        if empty:
            raise LungDeskError(
                f"The {split} split has no film of {', '.join(empty)}.",
                hint="Add films of every class.",
                code=ErrorCode.DATASET_CLASS_MISSING,
            )


def manifest_of(plan: TrainingPlan, best: TrainedHead) -> bundles.Manifest:
    """Manifest of what was trained, before it has been measured."""
    request, dataset, backbone, weights = plan.request, plan.dataset, plan.backbone, plan.weights
    settings = {
        **best.settings.as_dict(),
        "temperature": round(best.temperature, 4),
        "trunk": plan.tuned_part(),
        "recipe": plan.recipe.as_plain(),
    }
    if request.fold is not None:
        settings["fold"] = str(request.fold)
    if weights.lineage is not None:
        settings[bundles.LEARNT_BEFORE] = len(weights.lineage.films)
    if dataset.grouping.from_headers:
        settings[HEADER_PATIENTS] = True
    if dataset.grouping.joined:
        settings[JOINED_GROUPS] = True
    name = request.name or f"{backbone.display_name}, trunk {plan.tuned_part()}"
    is_shuffled = plan.recipe.shuffled_labels
    return bundles.Manifest(
        schema_version=bundles.SCHEMA_VERSION,
        id=request.model_id or request.bundle_folder.name,
        name=warning_name(name) if is_shuffled else name,
        version=__version__,
        labels=dataset.labels.ids,
        backbone=backbone.name,
        target_layer=backbone.target_layer,
        preprocess=bundles.PreprocessRecord.of(plan.spec),
        training=bundles.TrainingSummary(
            data=dataset.folder.name,
            counts=dataset.counts(),
            weights=weights.choice,
            weights_sha256=weights.sha256,
            weights_licence=plan.weights_licence,
            views=plan.recipe.view_count,
            seed=plan.recipe.seed,
            settings=settings,
            created=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            seconds=0.0,
        ),
        metrics={},
        limits=(*([SHUFFLED_NOTE] if is_shuffled else ()), *plan.limits),
        files={},
    )
