"""A training that is being prepared: everything the user has chosen so far, as one value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.json_text import parsed
from lungdesk.ml.preprocess import Framing
from lungdesk.ml.training.recipe import PRESETS, Imbalance, Recipe, recipe_of

SCHEMA_VERSION = 1

_CONFIG = ConfigDict(extra="forbid")

Percent = Annotated[int, Field(ge=5, le=40)]
Preset = Literal["quick", "balanced", "thorough", "hospitals"]
#: ``running`` without a LungDesk that runs: the training was interrupted.
RunStatus = Literal["", "running", "paused", "stopped", "failed", "finished"]


@dataclass(frozen=True, config=_CONFIG)
class NewSplit:
    """A split that LungDesk makes: groups whole, classes balanced, the same each time.

    Attributes
    ----------
    val, test
        Share of the films by which models are chosen and measured, in percent; the rest is learnt
        from.
    seed
        Another seed deals the groups in another way.
    """

    val: Percent = 15
    test: Percent = 15
    seed: Annotated[int, Field(ge=0)] = 0

    @property
    def train(self) -> int:
        """Share of the films that a model learns from, in percent."""
        return 100 - self.val - self.test


@dataclass(frozen=True, config=_CONFIG)
class DataChoice:
    """Which films, what their classes mean, and how they are divided.

    Films are named by their path from ``location``, with ``/``.

    Attributes
    ----------
    source
        Folder, CSV manifest or ZIP file that the user has chosen.
    location
        What is read of it: itself, a folder below, or where the ZIP file was unpacked.
    label_map
        Class names found in the data to label ids; to an empty text to leave the class out. Names
        that are not in it are matched leniently.
    excluded, excluded_sources
        Films, and hospitals or collections, that are left out.
    joined
        Pairs of films that must not be parted by a split.
    split
        None for the data's own.
    films
        Name of the films that were found so, as `lungdesk.services.training.data.with_films` gives
        it; empty while they are not listed.
    """

    source: Path | None = None
    location: Path | None = None
    label_map: dict[str, str] = Field(default_factory=dict)
    excluded: tuple[str, ...] = ()
    excluded_sources: tuple[str, ...] = ()
    joined: tuple[tuple[str, str], ...] = ()
    split: NewSplit | None = None
    films: str = ""

    @property
    def is_as_it_lies(self) -> bool:
        """Whether the location itself can be trained on, without a manifest of the choice."""
        return not (self.excluded or self.excluded_sources or self.joined or self.split)


@dataclass(frozen=True, config=_CONFIG)
class BackboneChoice:
    """A network to train, and what it begins with: ``imagenet``, ``none`` or a file."""

    name: str
    weights: str = "imagenet"


@dataclass(frozen=True, config=_CONFIG)
class Preparation:
    """How films are shown to the network; None for what the plan's preset says."""

    input_size: int | None = None
    augmentation: float | None = None
    imbalance: Imbalance | None = None
    framing: Framing | None = None


@dataclass(frozen=True, config=_CONFIG)
class Plan:
    """How long and how thoroughly is trained.

    Attributes
    ----------
    changes
        Of the preset's recipe, in the words of `lungdesk.ml.training.recipe.Recipe`; empty unless
        the user has settings of their own.
    trials
        Trials of heads before the training; 0 for none.
    """

    preset: Preset = "balanced"
    changes: dict[str, Any] = Field(default_factory=dict)
    trials: Annotated[int, Field(ge=0)] = 0
    seed: Annotated[int, Field(ge=0)] = 0


@dataclass(frozen=True, config=_CONFIG)
class RunChoice:
    """Where runs are written, and those that were started.

    Attributes
    ----------
    folder
        None for ``runs`` in the draft's own folder.
    ids
        Names of run folders, in the order they were started.
    status
        What was last known of them.
    errors
        Why a run has ended without a result, by its id.
    """

    folder: Path | None = None
    ids: tuple[str, ...] = ()
    status: RunStatus = ""
    errors: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, config=_CONFIG)
class KeepChoice:
    """What the user makes of the result.

    Attributes
    ----------
    split
        Films that the evaluation looks at.
    run_ids
        Runs to keep: one, or several as an ensemble.
    name
        Of the model, for people.
    is_reading_model
        Whether it is to read from then on.
    """

    split: str = "test"
    run_ids: tuple[str, ...] = ()
    name: str = ""
    is_reading_model: bool = False


@dataclass(frozen=True, config=_CONFIG)
class TrainingDraft:
    """All choices of one training.

    Attributes
    ----------
    id
        Name of its folder.
    step
        Page that was shown last.
    visited
        Pages that were shown so far; empty in a draft of a LungDesk that did not keep them.
    """

    id: str
    step: str = "data"
    visited: tuple[str, ...] = ()
    data: DataChoice = Field(default_factory=DataChoice)
    backbones: tuple[BackboneChoice, ...] = ()
    preparation: Preparation = Field(default_factory=Preparation)
    plan: Plan = Field(default_factory=Plan)
    run: RunChoice = Field(default_factory=RunChoice)
    keep: KeepChoice = Field(default_factory=KeepChoice)

    @property
    def recipe(self) -> Recipe:
        """The preset, changed by the plan, changed by the preparation: as `lungdesk train` does.

        Raises
        ------
        LungDeskError
            ``USAGE``, when a change of the plan is not valid.
        """
        chosen = recipe_of(self.plan.changes, PRESETS[self.plan.preset])
        return recipe_of(self.recipe_options(), chosen)

    def recipe_options(self) -> dict[str, Any]:
        """Settings that the command line has options for; only those that were chosen."""
        chosen = {
            "augmentation": self.preparation.augmentation,
            "imbalance": self.preparation.imbalance and self.preparation.imbalance.value,
            "framing": self.preparation.framing and self.preparation.framing.value,
            "input_size": self.preparation.input_size,
            "seed": self.plan.seed or None,
        }
        return {name: value for name, value in chosen.items() if value is not None}


# Written by `json`, which keeps names of bytes that are no text; Pydantic's own writer cannot.
_DRAFT = TypeAdapter(TrainingDraft)
_DATA = TypeAdapter(DataChoice)


def draft_text(draft: TrainingDraft) -> str:
    """A draft as JSON; counterpart of `draft_of`."""
    plain = _DRAFT.dump_python(draft)
    return json.dumps({"schema_version": SCHEMA_VERSION, **plain}, indent=2, default=str) + "\n"


def draft_of(text: str) -> TrainingDraft:
    """Draft of a JSON text.

    Raises
    ------
    LungDeskError
        ``DRAFT_DAMAGED``.
    """
    try:
        plain = parsed(text)
        if not isinstance(plain, dict) or plain.pop("schema_version", None) != SCHEMA_VERSION:
            raise ValueError("it was not written by this version")
        return _DRAFT.validate_python(plain)
    except (ValueError, ValidationError) as error:
        raise LungDeskError(
            "What was chosen for the training cannot be understood.",
            hint="It was damaged, or a newer LungDesk has written it; choose anew.",
            code=ErrorCode.DRAFT_DAMAGED,
        ) from error


def data_text(data: DataChoice) -> str:
    """What was chosen of the data, as JSON in a fixed order."""
    plain = _DATA.dump_python(data)
    if not data.films:  # older drafts did not name them, and are to find what is called after that
        del plain["films"]
    return json.dumps(plain, sort_keys=True, default=str)
