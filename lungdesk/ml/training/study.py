"""A study in an SQLite file that outlives a kill (Optuna).

Trials are drawn in batches of a fixed size. What is drawn for a trial (TPE, Bergstra et al.,
NeurIPS 2011), and when it is given up, depends on the seed, on its number and on the trials before
its batch, on nothing else. So trials come out the same whether one process does them or ten, in
whichever order those end, and a study that was stopped goes the way of one that was not.

Only the process that draws opens the file, and it holds nothing but trials that have ended: others
are handed values and hand back outcomes. They need no database server, nor a file that several
machines write to, which SQLite cannot guard on a network's disk.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.training.search_space import PARAMETERS, SearchSpace, TrialKind, kind_of
from lungdesk.ml.training.trial import TrialOutcome

if TYPE_CHECKING:
    from optuna.trial import FrozenTrial

Row = dict[str, Any]

#: Trials of a kind that end by themselves before any is cut short, and epochs that each may take;
#: an exact head has one.
_UNPRUNED_TRIALS = 5
_UNPRUNED_EPOCHS = {TrialKind.ADAMW: 5, TrialKind.BLOCK: 3}


@dataclass(frozen=True, slots=True, eq=False)
class DrawnTrial:
    """A trial that is to be done.

    Attributes
    ----------
    values
        By `PARAMETERS`, None for those that were not drawn.
    limits
        As in `lungdesk.ml.training.trial.TrialTask`.
    drawn, distributions
        What was drawn, by Optuna's names, and what from.
    """

    number: int
    values: Row
    limits: tuple[float, ...]
    drawn: Row
    distributions: dict[str, Any]


class TrialStudy:
    """Draws trials, keeps how they went, and gives them back as rows.

    Parameters
    ----------
    batch_size
        Trials that are drawn without knowing how the others of them go.
    """

    def __init__(self, database: Path, seed: int, batch_size: int) -> None:
        import optuna

        database.parent.mkdir(parents=True, exist_ok=True)
        self._database, self._seed, self._batch_size = database, seed, batch_size
        self._storage = optuna.storages.RDBStorage(f"sqlite:///{database}")
        self._study = optuna.create_study(
            storage=self._storage, study_name="trials", load_if_exists=True
        )

    def close(self) -> None:
        """Let go of the file."""
        self._storage.remove_session()
        self._storage.engine.dispose()

    def require_same(self, fact: str, identity: str, words: str) -> None:
        """Refuse to go on with what was begun with another ``identity``.

        Raises
        ------
        LungDeskError
            ``TRAINING_OUTPUT_EXISTS``: the folder holds trials of ``words``.
        """
        stored = self._study.user_attrs.get(fact)
        if stored is None:
            self._study.set_user_attr(fact, identity)
        elif stored != identity:
            raise LungDeskError(
                f"{self._database.parent} holds trials of {words}.",
                hint="Go on with the command that began them, or choose another folder.",
                code=ErrorCode.TRAINING_OUTPUT_EXISTS,
            )

    @property
    def ended_count(self) -> int:
        """Trials that came to their end or were pruned."""
        return len(self._study.get_trials(deepcopy=False))

    def draw(self, space: SearchSpace) -> list[DrawnTrial]:
        """The trials that are missing from the batch which is under way, or the next one."""
        done = self.ended_count
        begin = done - done % self._batch_size
        before = self._study.get_trials()[:begin]
        return [
            self._drawn(space, number, before) for number in range(done, begin + self._batch_size)
        ]

    def _drawn(self, space: SearchSpace, number: int, before: list[FrozenTrial]) -> DrawnTrial:
        import optuna

        state = np.random.SeedSequence([self._seed, number]).generate_state(1)
        known = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=int(state[0])))
        known.add_trials(before)
        trial = known.ask()
        values = space.draw(trial)
        limits = _limits(before, kind_of(values))
        return DrawnTrial(number, values, limits, dict(trial.params), dict(trial.distributions))

    def add(self, drawn: DrawnTrial, outcome: TrialOutcome) -> None:
        """Keep how a trial went; they are to come in the order of their numbers."""
        from optuna.trial import TrialState, create_trial

        if drawn.number != self.ended_count:
            raise ValueError(f"expected trial {self.ended_count}, got {drawn.number}")
        facts: dict[str, Any] = {
            "values": drawn.values,
            "epochs": len(outcome.losses),
            "seconds": outcome.seconds,
        }
        if outcome.val_macro_f1 is not None:
            facts["val_macro_f1"] = outcome.val_macro_f1
        trial = create_trial(
            state=TrialState.PRUNED if outcome.val_loss is None else TrialState.COMPLETE,
            value=outcome.val_loss,
            params=drawn.drawn,
            distributions=drawn.distributions,
            user_attrs=facts,
            intermediate_values=dict(enumerate(outcome.losses, start=1)),
        )
        self._study.add_trial(trial)

    def rows(self) -> list[Row]:
        """All trials, in the order in which they were drawn.

        A row has ``number``, `PARAMETERS`, ``val_loss, val_macro_f1, epochs, seconds, state``: loss
        and epochs of the last phase. A trial that was ``pruned`` has the val loss of its last
        epoch, not calibrated as that of a ``complete`` one is.
        """
        return [_row(trial) for trial in self._study.get_trials(deepcopy=False)]

    def best(self) -> Row | None:
        """The trial with the least val loss; None before one has come to its end."""
        complete = [row for row in self.rows() if row["state"] == "complete"]
        return min(complete, key=lambda row: float(row["val_loss"]), default=None)

    def importances(self) -> dict[str, float]:
        """Share of each parameter in how far val losses differ (Hutter et al., ICML 2014).

        Of those that every trial has: what only some of them have, such as a learning rate, has no
        share in how far all of them differ. Empty where there are too few trials to say; a
        parameter that had one value is left out.
        """
        from optuna.importance import FanovaImportanceEvaluator, get_param_importances

        complete = [row for row in self.rows() if row["state"] == "complete"]
        if len({row["val_loss"] for row in complete}) < 2:
            return {}
        evaluator = FanovaImportanceEvaluator(seed=self._seed)
        found = get_param_importances(self._study, evaluator=evaluator)
        # It knows what is drawn for exact heads alone by a name of its own.
        named = [name for name in found if name in PARAMETERS]
        varied = [name for name in named if len({row[name] for row in complete}) > 1]
        return {name: round(float(found[name]), 4) for name in varied}


def _limits(before: list[FrozenTrial], kind: TrialKind) -> tuple[float, ...]:
    """Median val loss by epoch of the trials of a kind that came to their end.

    As in Golovin et al., KDD 2017.
    """
    from optuna.trial import TrialState

    complete = [
        trial.intermediate_values
        for trial in before
        if trial.state is TrialState.COMPLETE and kind_of(trial.user_attrs["values"]) is kind
    ]
    if kind not in _UNPRUNED_EPOCHS or len(complete) < _UNPRUNED_TRIALS:
        return ()
    first = _UNPRUNED_EPOCHS[kind]
    longest = max(max(losses, default=0) for losses in complete)
    by_epoch = [
        [losses[epoch] for losses in complete if epoch in losses]
        for epoch in range(first, longest + 1)
    ]
    free = (float("inf"),) * (first - 1)
    return (*free, *(float(np.median(losses)) for losses in by_epoch))


def _row(trial: FrozenTrial) -> Row:
    known, losses = trial.user_attrs, trial.intermediate_values
    last = losses[max(losses)] if losses else None
    return {
        "number": trial.number,
        **{name: known["values"][name] for name in PARAMETERS},
        "val_loss": last if trial.value is None else trial.value,
        "val_macro_f1": known.get("val_macro_f1"),
        "epochs": known["epochs"],
        "seconds": known["seconds"],
        "state": "pruned" if trial.value is None else "complete",
    }
