"""A study in an SQLite file that outlives a kill (Optuna).

What is drawn for a trial (TPE, Bergstra et al., NeurIPS 2011) depends on the seed and on the trials
that have ended, on nothing else: a trial that was cut off is drawn again, and a study that was
stopped goes the way of one that was not.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.ml.training.search_space import PARAMETERS

if TYPE_CHECKING:
    from optuna.trial import FrozenTrial, Trial

Row = dict[str, Any]

#: Trials that end by themselves before any is cut short, and epochs that each may take.
_UNPRUNED_TRIALS = 5
_UNPRUNED_EPOCHS = 5


class TrialStudy:
    """Trials that are drawn, that are told how they went, and that come back as rows."""

    def __init__(self, database: Path, seed: int) -> None:
        import optuna

        database.parent.mkdir(parents=True, exist_ok=True)
        self._database, self._seed = database, seed
        self._storage = optuna.storages.RDBStorage(f"sqlite:///{database}")
        self._study = optuna.create_study(
            storage=self._storage,
            study_name="trials",
            pruner=optuna.pruners.MedianPruner(_UNPRUNED_TRIALS, _UNPRUNED_EPOCHS),
            load_if_exists=True,
        )
        for trial in self._study.get_trials(states=(optuna.trial.TrialState.RUNNING,)):
            self._study.tell(trial.number, state=optuna.trial.TrialState.FAIL)

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
        return sum(row["state"] != "failed" for row in self.rows())

    def ask(self) -> Trial:
        """The next trial; how it is drawn depends on those that have ended."""
        import optuna

        state = np.random.SeedSequence([self._seed, self.ended_count]).generate_state(1)
        self._study.sampler = optuna.samplers.TPESampler(seed=int(state[0]))
        return self._study.ask()

    def tell(self, trial: Trial, loss: float) -> None:
        """A trial came to its end."""
        self._study.tell(trial, loss)

    def tell_pruned(self, trial: Trial) -> None:
        """A trial was not worth going on with."""
        from optuna.trial import TrialState

        self._study.tell(trial, state=TrialState.PRUNED)

    def tell_failed(self, trial: Trial) -> None:
        """A trial was cut off; it is drawn again."""
        from optuna.trial import TrialState

        self._study.tell(trial, state=TrialState.FAIL)

    def rows(self) -> list[Row]:
        """All trials but one that is running, in the order in which they were begun.

        A row has ``number``, `PARAMETERS`, ``val_loss, val_macro_f1, epochs, seconds, state``. A
        trial that was ``pruned`` has the val loss of its last epoch, not calibrated as that of a
        ``complete`` one is; one that ``failed`` was cut off, and drawn again.
        """
        from optuna.trial import TrialState

        names = {
            TrialState.COMPLETE: "complete",
            TrialState.PRUNED: "pruned",
            TrialState.FAIL: "failed",
        }
        trials = self._study.get_trials(states=tuple(names))
        return [_row(trial, names[trial.state]) for trial in trials]

    def best(self) -> Row | None:
        """The trial with the least val loss; None before one has come to its end."""
        complete = [row for row in self.rows() if row["state"] == "complete"]
        return min(complete, key=lambda row: float(row["val_loss"]), default=None)

    def importances(self) -> dict[str, float]:
        """Share of each parameter in how far val losses differ (Hutter et al., ICML 2014).

        Empty where there are too few trials to say; a parameter that had one value is left out.
        """
        from optuna.importance import FanovaImportanceEvaluator, get_param_importances

        complete = [row for row in self.rows() if row["state"] == "complete"]
        varied = [name for name in PARAMETERS if len({row[name] for row in complete}) > 1]
        if len({row["val_loss"] for row in complete}) < 2:
            return {}
        evaluator = FanovaImportanceEvaluator(seed=self._seed)
        found = get_param_importances(self._study, evaluator=evaluator, params=varied)
        return {name: round(float(share), 4) for name, share in found.items()}


def _row(trial: FrozenTrial, state: str) -> Row:
    known, losses = trial.user_attrs, trial.intermediate_values
    last = losses[max(losses)] if losses else None
    return {
        "number": trial.number,
        **{name: trial.params.get(name) for name in PARAMETERS},
        "val_loss": last if trial.value is None else trial.value,
        "val_macro_f1": known.get("val_macro_f1"),
        "epochs": known.get("epochs", len(losses)),
        "seconds": known.get("seconds"),
        "state": state,
    }
