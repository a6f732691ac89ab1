"""What is said of a training, for people."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.gui.time_left import TimeLeft, duration
from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.training.epoch import Epoch
from lungdesk.services.run_progress import RunProgress, phases_of
from lungdesk.services.tensorflow_child import SilentEndError

_PHASES = {
    "head": "head",
    "block": "last block",
    "whole": "whole network",
    "last_head": "last head",
}
#: How a process ends that the system kills when memory is short.
_KILLED = -9


def backbone_title(run: RunProgress) -> str:
    """Name of its backbone."""
    return backbone_named(run.request.backbone).display_name


def phase_title(run: RunProgress, epoch: Epoch) -> str:
    """``head``, ``head 2``, ``last block``, ``whole network``."""
    words = _PHASES.get(epoch.phase, epoch.phase)
    count = Counter(plan.phase for plan in phases_of(run.request.recipe))[epoch.phase]
    if count < 2 or not epoch.variant:
        return words
    return f"{words} {int(epoch.variant.lstrip('-')) + 1}"


def epoch_words(run: RunProgress) -> str:
    """``head 2: 4 of 30`` of the last epoch; a dash before the first."""
    if not run.epochs:
        return "–"
    last = run.epochs[-1]
    return f"{phase_title(run, last)}: {last.epoch} of {last.of}"


def left_words(run: RunProgress) -> str:
    """``≤ 2 min``, with a + where a later phase is to come that nobody can foresee."""
    bound = run.time_bound()
    if bound is None:
        return "–"
    return f"≤ {duration(bound.seconds)}{'' if bound.is_whole else ' +'}"


def step_words(run: RunProgress | None, progress: Progress, time_left: TimeLeft) -> str:
    """How far the present step is: films that are read, steps of an epoch, epochs of a phase."""
    phase, _, rest = progress.message.partition(": epoch ")
    if run is None or not rest or phase not in _PHASES:
        words = time_left.words(progress)
    elif ", val loss" in rest:
        words = f"{epoch_words(run)} epochs, {left_words(run)}"
    else:
        step = replace(progress, message=f"{_PHASES[phase]}, epoch {rest}")
        words = time_left.words(step)
    return words[:1].upper() + words[1:]


def place_words(run: RunProgress) -> str:
    """Where it is: ``in epoch 4 of the last block``, or before the first epoch."""
    if not run.epochs:
        return "before its first epoch"
    last = run.epochs[-1]
    title = phase_title(run, last)
    phase = title if title[-1].isdigit() else f"the {title}"
    if last.epoch >= last.of:
        return f"after epoch {last.epoch} of {phase}"
    return f"in epoch {last.epoch + 1} of {phase}"


def log_line(run: RunProgress, epoch: Epoch) -> str:
    """One epoch for the log."""
    return (
        f"{backbone_title(run)}: {phase_title(run, epoch)}, epoch {epoch.epoch} of {epoch.of}:"
        f" loss {epoch.loss:.3f}, accuracy {epoch.accuracy:.3f}; val loss {epoch.val_loss:.3f},"
        f" val accuracy {epoch.val_accuracy:.3f}; {epoch.seconds:.1f} s"
    )


def failure_sentence(run: RunProgress, error: LungDeskError) -> str:
    """Why a run has ended without a model, and what to do, in one sentence."""
    name = backbone_title(run)
    if not isinstance(error, SilentEndError):
        hint = f" {error.hint}" if error.hint else ""
        return f"{name} was not trained: {error.message}{hint}"
    if error.exit_code == _KILLED:
        what = "was killed from outside, perhaps because memory was short,"
    else:
        what = f"ended by itself (exit code {error.exit_code})"
    return f"The training of {name} {what} {place_words(run)}; Resume goes on there."


def interrupted_sentence(run: RunProgress) -> str:
    """LungDesk, or the computer, has ended while it was training."""
    name = backbone_title(run)
    return f"The training of {name} was interrupted {place_words(run)}; Resume goes on there."


def paused_sentence(run: RunProgress) -> str:
    """The user has paused it."""
    name = backbone_title(run)
    return f"The training of {name} is paused {place_words(run)}; Resume goes on at that very step."


def stopped_sentence(run: RunProgress) -> str:
    """The user has stopped it."""
    name = backbone_title(run)
    return (
        f"The training of {name} was stopped {place_words(run)};"
        " what is trained so far is kept, and Resume goes on there."
    )
