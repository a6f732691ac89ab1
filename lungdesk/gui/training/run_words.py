"""What is said of a training, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from lungdesk.core.errors import LungDeskError
from lungdesk.core.jobs import Progress
from lungdesk.gui.time_left import TimeLeft, duration
from lungdesk.gui.translation import told, tr
from lungdesk.ml.backbones import backbone_named
from lungdesk.ml.training.epoch import Epoch
from lungdesk.services.runs.tensorflow_child import SilentEndError
from lungdesk.services.training.progress import RunProgress, phases_of

_PHASES = {
    "head": tr("head"),
    "block": tr("last block"),
    "whole": tr("whole network"),
    "last_head": tr("last head"),
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
    return tr(
        "{phase_title}: {epoch} of {of}",
        phase_title=phase_title(run, last),
        epoch=last.epoch,
        of=last.of,
    )


def figures_words(run: RunProgress) -> str:
    """Of what the accuracy and the loss on val are; nothing while there are none."""
    if run.is_finished:
        return tr("Val acc. and val loss are of the finished model, calibrated: Compare has them.")
    if run.best is None:
        return ""
    return tr("Val acc. and val loss are of the best epoch so far, before calibration.")


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
        words = tr(
            "{epoch_words} epochs, {left_words}",
            epoch_words=epoch_words(run),
            left_words=left_words(run),
        )
    else:
        words = time_left.words(replace(progress, message=step_name(progress.message)))
    return words[:1].upper() + words[1:]


def step_name(message: str) -> str:
    """What a child that trains says of its step, ``head: epoch 3 of 40``, for people."""
    phase, _, rest = message.partition(": epoch ")
    if not rest or phase not in _PHASES:
        return told(message)
    epoch, _, of = rest.partition(",")[0].partition(" of ")
    if of:
        return tr("{phase}, epoch {epoch} of {of}", phase=_PHASES[phase], epoch=epoch, of=of)
    return tr("{phase}, epoch {epoch}", phase=_PHASES[phase], epoch=epoch)


def place_words(run: RunProgress) -> str:
    """Where it is: ``in epoch 4 of the last block``, or before the first epoch."""
    if not run.epochs:
        return tr("before its first epoch")
    last = run.epochs[-1]
    title = phase_title(run, last)
    phase = title if title[-1].isdigit() else tr("the {title}", title=title)
    if last.epoch >= last.of:
        return tr("after epoch {epoch} of {phase}", epoch=last.epoch, phase=phase)
    return tr("in epoch {epoch} of {phase}", epoch=last.epoch + 1, phase=phase)


def history_line(run: RunProgress, epochs: Sequence[Epoch]) -> str:
    """What an earlier attempt has done of a phase, for the log."""
    name, phase = backbone_title(run), phase_title(run, epochs[-1])
    if len(epochs) == 1:
        return tr("{name}: {phase}, 1 epoch was done before.", name=name, phase=phase)
    return tr(
        "{name}: {phase}, {count} epochs were done before.",
        name=name,
        phase=phase,
        count=len(epochs),
    )


def finished_line(run: RunProgress) -> str:
    """What the model has come to, for the log."""
    accuracy, loss = run.val_accuracy, run.val_loss
    if loss is None:
        return tr(
            "{name}, after calibration: val accuracy {accuracy:.3f}.",
            name=backbone_title(run),
            accuracy=accuracy,
        )
    return tr(
        "{name}, after calibration: val loss {loss:.3f}, val accuracy {accuracy:.3f}.",
        name=backbone_title(run),
        loss=loss,
        accuracy=accuracy,
    )


def log_line(run: RunProgress, epoch: Epoch) -> str:
    """One epoch for the log."""
    return tr(
        "{backbone_title}: {phase_title}, epoch {epoch} of {of}: "
        "loss {loss:.3f}, accuracy {accuracy:.3f}; "
        "val loss {val_loss:.3f}, val accuracy {val_accuracy:.3f}; {seconds:.1f} s",
        backbone_title=backbone_title(run),
        phase_title=phase_title(run, epoch),
        epoch=epoch.epoch,
        of=epoch.of,
        loss=epoch.loss,
        accuracy=epoch.accuracy,
        val_loss=epoch.val_loss,
        val_accuracy=epoch.val_accuracy,
        seconds=epoch.seconds,
    )


def failure_sentence(run: RunProgress, error: LungDeskError) -> str:
    """Why a run has ended without a model, and what to do, in one sentence."""
    if not isinstance(error, SilentEndError):
        hint = f" {told(error.hint)}" if error.hint else ""
        return tr(
            "{name} was not trained: {message}{hint}",
            name=backbone_title(run),
            message=told(error.message),
            hint=hint,
        )
    if error.exit_code == _KILLED:
        what = tr("was killed from outside, perhaps because memory was short,")
    else:
        what = tr("ended by itself (exit code {exit_code})", exit_code=error.exit_code)
    return tr(
        "The training of {name} {what} {place_words}; Resume goes on there.",
        what=what,
        **_name_and_place(run),
    )


def interrupted_sentence(run: RunProgress) -> str:
    """LungDesk, or the computer, has ended while it was training."""
    return tr(
        "The training of {name} was interrupted {place_words}; Resume goes on there.",
        **_name_and_place(run),
    )


def elsewhere_sentence(run: RunProgress) -> str:
    """Another program has it in hand."""
    return tr(
        "Another LungDesk is training {name} just now; look again when it has ended.",
        name=backbone_title(run),
    )


def paused_sentence(run: RunProgress) -> str:
    """The user has paused it."""
    return tr(
        "The training of {name} is paused {place_words}; Resume goes on at that very step.",
        **_name_and_place(run),
    )


def stopped_sentence(run: RunProgress) -> str:
    """The user has stopped it."""
    return tr(
        "The training of {name} was stopped {place_words}; "
        "what is trained so far is kept, and Resume goes on there.",
        **_name_and_place(run),
    )


def _name_and_place(run: RunProgress) -> dict[str, str]:
    """Values of every sentence on a training that does not go on."""
    return {"name": backbone_title(run), "place_words": place_words(run)}
