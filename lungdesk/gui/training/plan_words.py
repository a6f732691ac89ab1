"""What is said on the Plan page."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from lungdesk.core.errors import LungDeskError
from lungdesk.gui.translation import told, tr
from lungdesk.ml.backbones import Backbone, backbone_named
from lungdesk.ml.cache_room import in_words
from lungdesk.ml.training.recipe import Recipe
from lungdesk.services.paths import AppPaths
from lungdesk.services.training.disk import DiskNeed
from lungdesk.services.training.draft import TrainingDraft
from lungdesk.services.training.draft_trials import BestTrial, trials_line
from lungdesk.services.training.estimate import BackboneEstimate, Estimate
from lungdesk.services.training.requests import command_lines

HIDDEN = tr("Not shown in privacy mode: it names folders.")
DISK_NOT_YET = tr("Reckoned together with the time.")
#: Stages of a training, for people.
_STAGES = {
    "start": tr("loading the network"),
    "features": tr("running the films through it"),
    "head": tr("training heads"),
    "activations": tr("running the films through its lower part"),
    "block": tr("training the last blocks"),
    "whole": tr("training the whole network"),
    "last_head": tr("training heads on what it has learnt"),
    "evaluation": tr("measuring the model"),
}
#: Name of a row, its time, and the tooltip of both.
TimeRow = tuple[str, str, str]


def cuts(backbones: Sequence[Backbone]) -> list[tuple[str, str]]:
    """Places where training can begin: names are those of one network, so several have one."""
    shortest = ("", tr("From the shortest part on"))
    if len(backbones) != 1:
        return [shortest]
    return [
        shortest,
        *((cut.name, tr("From {name} on", name=cut.name)) for cut in backbones[0].cut_points[1:]),
    ]


def cut_problem(recipe: Recipe, names: Sequence[str]) -> str | None:
    """Which network cannot be cut where the plan says, in a sentence."""
    wanted = recipe.block.cut_point if recipe.block else ""
    for backbone in map(backbone_named, names):
        known = [cut.name for cut in backbone.cut_points]
        if wanted and wanted not in known:
            return tr(
                "{display_name} cannot be cut at {wanted}: let it be trained from the "
                "shortest part on, or choose one backbone.",
                display_name=backbone.display_name,
                wanted=wanted,
            )
    return None


def time_words(
    estimate: Estimate | None, error: LungDeskError | None, *, is_busy: bool, has_begun: bool
) -> tuple[str, str, list[TimeRow]]:
    """The time of everything, a sentence, and a row for each network."""
    if error is not None:
        return tr("Not known"), f"{error.message} {error.hint}".strip(), []
    if estimate is None:
        if not is_busy:
            return tr("Not measured"), "", []
        if not has_begun:
            return (
                tr("Waits to be measured"),
                tr("It is measured when nothing is trained any more."),
                [],
            )
        said = tr("A few films are read and a few steps trained, to see how long all of them take.")
        return tr("Being measured…"), said, []
    rows = [_row(part) for part in estimate.parts]
    sentence = tr("It ends sooner when a model stops getting better; other work slows it down.")
    return _capital(told(estimate.time.in_words())), sentence, rows if len(rows) > 1 else []


def _row(part: BackboneEstimate) -> TimeRow:
    stages = (f"{_STAGES[name]}: {told(time.in_words())}" for name, time in part.stages.items())
    return part.backbone.display_name, told(part.time.in_words()), "\n".join(stages)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def disk_words(disk: DiskNeed) -> str:
    """How much is needed and there."""
    return tr(
        "{in_words} of {in_words_2} that are free; {in_words_3} of it for models, "
        "and to go on after a pause.",
        in_words=in_words(disk.needed_bytes),
        in_words_2=in_words(disk.free_bytes),
        in_words_3=in_words(disk.model_bytes),
    )


def trials_words(count: int, estimate: Estimate | None) -> str:
    """What trials are, and how long these take."""
    what = tr(
        "Trials vary how heads are fitted, penalty, learning rate, dropout and the like; the best"
        " settings are taken over."
    )
    if not count or estimate is None or not estimate.trials.high_s:
        return what
    return tr("{what} These take {in_words}.", what=what, in_words=told(estimate.trials.in_words()))


def best_words(best: BestTrial) -> str:
    """What of the best trial has become the plan's own."""
    name, head = backbone_named(best.backbone).display_name, best.recipe.heads[0]
    if best.recipe.is_exact(head):
        return tr(
            "Taken over from the best trial ({name}): a linear head, solved exactly, with a"
            " penalty of {penalty}.",
            name=name,
            penalty=f"{head.weight_decay:.2g}",
        )
    return tr(
        "Taken over from the best trial ({name}): a head with {units} hidden units, learning"
        " rate {rate}, dropout {dropout}.",
        name=name,
        units=head.hidden_units,
        rate=f"{head.learning_rate:.2g}",
        dropout=f"{head.dropout:.2g}",
    )


def commands(draft: TrainingDraft, paths: AppPaths) -> str:
    """The commands that do the same; empty while something is missing."""
    try:
        lines = list(command_lines(draft, paths))
        if draft.plan.trials:
            lines.insert(0, trials_line(draft, paths))
    except LungDeskError:
        return ""
    return "\n".join(map(_on_lines, lines))


def _on_lines(command: str) -> str:
    """The same command with each option on a line of its own, which a shell takes as one."""
    lines: list[list[str]] = [[]]
    for word in shlex.split(command):
        if word.startswith("--"):
            lines.append([])
        lines[-1].append(word)
    return " \\\n    ".join(map(shlex.join, lines))
