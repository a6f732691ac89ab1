"""Waiting for the child process of a training; the child here is a few lines that train nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.ml.training.epoch import Epoch
from lungdesk.ml.training.recipe import BlockSettings, Recipe, recipe_of
from lungdesk.services.runs.lock import held_run, is_held
from lungdesk.services.training.run import PauseControl, TrainingRequest, train
from tests.unit.services.fakes import Interrupted, Listener

SAYS = "import json, sys\ndef say(**words): print(json.dumps(words), flush=True)\n"
RESULT = "say(kind='result', result={'seconds': 2.5})\n"

REFUSAL = "say(kind='error', message='No films.', hint='Add some.', code='LD-DATA-001')\n"

Child = Callable[[str], None]


@pytest.fixture
def request_(tmp_path: Path) -> TrainingRequest:
    return TrainingRequest(
        folder=tmp_path / "films",
        backbone="efficientnet_lite0",
        run_folder=tmp_path / "runs" / "first",
        cache_folder=tmp_path / "cache",
    )


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Child:
    """Put a script in the place of the interpreter that runs the child."""

    python = sys.executable

    def put(body: str) -> None:
        script, interpreter = tmp_path / "child.py", tmp_path / "interpreter"
        script.write_text(SAYS + body)
        interpreter.write_text(f'#!/bin/sh\nexec "{python}" -S "{script}" "$@"\n')
        interpreter.chmod(0o755)
        monkeypatch.setattr("sys.executable", str(interpreter))

    return put


def test_the_result_of_the_child_comes_back(child: Child, request_: TrainingRequest) -> None:
    child(RESULT)

    assert train(request_, NullContext()) == {"seconds": 2.5}


def test_the_child_is_told_its_run_folder_and_finds_the_request_there(
    child: Child, request_: TrainingRequest
) -> None:
    child(
        "told = json.load(open(sys.argv[3] + '/request.json'))\n"
        "say(kind='result', result={'arguments': sys.argv[1:], 'told': told})\n"
    )
    recipe = Recipe(views=2, seed=7, block=BlockSettings(cut_point="block15"))
    wanted = replace(request_, recipe=recipe, label_map={"Other": ""}, cache_limit_gb=2.5)

    result = train(wanted, NullContext())

    told = result["told"]
    assert result["arguments"] == ["-m", "lungdesk.services.training.child", str(wanted.run_folder)]
    assert told == wanted.as_plain()
    assert recipe_of(told["recipe"]) == recipe
    assert (told["label_map"], told["cache_limit_bytes"]) == ({"Other": ""}, 2_500_000_000)
    assert told["model_id"] == "first"  # the run folder's name, where none is chosen
    assert Path(told["bundle_folder"]) == wanted.run_folder / "bundle"
    assert Path(told["checkpoint_folder"]) == wanted.run_folder / "checkpoint"


def test_progress_of_the_child_is_passed_on(child: Child, request_: TrainingRequest) -> None:
    child(
        "say(kind='progress', done=1, total=2, message='features')\n"
        "print('a library that talks')\n"
        "say(kind='progress', done=2, total=2, message='features')\n" + RESULT
    )
    listener = Listener()

    train(request_, listener)

    assert listener.reports == [Progress(1, 2, "features"), Progress(2, 2, "features")]


def test_what_the_child_has_found_wrong_is_the_error(
    child: Child, request_: TrainingRequest
) -> None:
    child(REFUSAL)

    with pytest.raises(LungDeskError) as caught:
        train(request_, NullContext())

    assert caught.value.code is ErrorCode.DATASET_EMPTY
    assert (caught.value.message, caught.value.hint) == ("No films.", "Add some.")


@pytest.mark.parametrize("end", ["sys.exit(3)", "import os; os.kill(os.getpid(), 9)"])
def test_a_child_that_dies_is_told_with_the_place_of_its_log(
    child: Child, request_: TrainingRequest, end: str
) -> None:
    child(
        "say(kind='progress', done=1, total=2, message='features')\n"
        f"print('out of memory', file=sys.stderr, flush=True)\n{end}\n"
    )

    with pytest.raises(LungDeskError) as caught:
        train(request_, NullContext())

    assert caught.value.code is ErrorCode.TRAINING_FAILED
    log = request_.run_folder / "training.log"
    assert str(log) in caught.value.hint
    assert "out of memory" in log.read_text()


@pytest.mark.parametrize(
    ("ctx", "raised"),
    [(Interrupted(), KeyboardInterrupt), (Interrupted(is_lost=True), Cancelled)],
)
def test_ctrl_c_lets_the_child_keep_its_step(
    child: Child, request_: TrainingRequest, ctx: Interrupted, raised: type[BaseException]
) -> None:
    child(
        "import time\n"
        "say(kind='progress', done=1, total=2, message='block: epoch 1')\n"
        "assert sys.stdin.readline() == 'cancel\\n'\n"
        "time.sleep(0.5)  # a step\n"
        "open(sys.argv[3] + '/step', 'w').close()\n"
        "say(kind='cancelled')\n"
    )

    with pytest.raises(raised):
        train(request_, ctx)

    assert (request_.run_folder / "step").exists()


def test_a_run_folder_is_not_used_twice_unless_resumed(
    child: Child, request_: TrainingRequest
) -> None:
    child(RESULT)
    train(request_, NullContext())
    other = replace(request_, recipe=Recipe(seed=5))

    with pytest.raises(LungDeskError) as caught:
        train(other, NullContext())
    assert caught.value.code is ErrorCode.TRAINING_OUTPUT_EXISTS
    assert json.loads((request_.run_folder / "request.json").read_text())["recipe"]["seed"] == 0

    train(replace(other, is_resumed=True), NullContext())
    assert json.loads((request_.run_folder / "request.json").read_text())["recipe"]["seed"] == 5


def test_one_that_has_ended_is_not_trained_again_and_no_other_takes_its_place(
    child: Child, request_: TrainingRequest
) -> None:
    result = {"seconds": 2.5}
    child(f"open(sys.argv[3] + '/run.json', 'w').write('{json.dumps(result)}')\n" + RESULT)
    train(request_, NullContext())
    child("sys.exit(3)")
    again = replace(request_, is_resumed=True, cache_limit_gb=1.0)

    assert train(again, NullContext()) == result
    with pytest.raises(LungDeskError, match="other settings") as caught:
        train(replace(again, recipe=Recipe(seed=5)), NullContext())
    assert caught.value.code is ErrorCode.TRAINING_OUTPUT_EXISTS
    assert json.loads((request_.run_folder / "request.json").read_text())["recipe"]["seed"] == 0

    renamed = request_.run_folder.rename(request_.run_folder.with_name("Another name"))
    assert train(replace(again, run_folder=renamed), NullContext()) == result


def test_two_do_not_train_in_one_folder(child: Child, request_: TrainingRequest) -> None:
    child("sys.exit(3)")
    with pytest.raises(LungDeskError, match="exit code 3"):
        train(request_, NullContext())
    assert not is_held(request_.run_folder)
    child(RESULT)
    again = replace(request_, is_resumed=True)

    with held_run(request_.run_folder):
        assert is_held(request_.run_folder)
        with pytest.raises(LungDeskError, match="Another LungDesk is training") as caught:
            train(again, NullContext())

    assert caught.value.code is ErrorCode.TRAINING_IN_USE
    assert train(again, NullContext()) == {"seconds": 2.5}


def test_a_refused_request_leaves_nothing_and_the_next_one_needs_no_resume(
    child: Child, request_: TrainingRequest
) -> None:
    child(REFUSAL)
    with pytest.raises(LungDeskError):
        train(request_, NullContext())
    assert not request_.run_folder.exists()

    child(RESULT)
    assert train(request_, NullContext()) == {"seconds": 2.5}


def test_a_refused_request_leaves_the_one_that_it_was_to_go_on_with(
    child: Child, request_: TrainingRequest
) -> None:
    child("sys.exit(3)")
    with pytest.raises(LungDeskError, match="exit code 3"):
        train(request_, NullContext())
    before = {path.name: path.read_bytes() for path in request_.run_folder.iterdir()}
    child(REFUSAL)

    with pytest.raises(LungDeskError, match="No films"):
        train(replace(request_, recipe=Recipe(seed=5), is_resumed=True), NullContext())

    after = {path.name: path.read_bytes() for path in request_.run_folder.iterdir()}
    assert after == before
    assert set(after) == {"request.json", "run.lock", "training.log"}


def test_what_the_child_finds_doubtful_is_told_at_once(
    child: Child, request_: TrainingRequest
) -> None:
    child(
        "say(kind='progress', done=0, total=0, message='before')\n"
        "say(kind='findings', findings=[{'sentence': 'Copies.', 'severity': 'serious'}])\n"
        "say(kind='progress', done=1, total=0, message='after')\n" + RESULT
    )
    listener = Listener()
    told: list[object] = []

    train(request_, listener, on_findings=lambda found: told.append((found, len(listener.reports))))

    assert told == [([{"sentence": "Copies.", "severity": "serious"}], 1)]
    assert len(listener.reports) == 2


def test_what_was_in_the_run_folder_of_a_refused_request_stays(
    child: Child, request_: TrainingRequest
) -> None:
    request_.run_folder.mkdir(parents=True)
    (request_.run_folder / "notes.txt").write_text("mine")
    child(REFUSAL)

    with pytest.raises(LungDeskError):
        train(request_, NullContext())

    assert [path.name for path in request_.run_folder.iterdir()] == ["notes.txt"]


def test_a_training_that_fails_behind_a_checkpoint_can_be_gone_on_with(
    child: Child, request_: TrainingRequest
) -> None:
    child("import os\nos.mkdir(sys.argv[3] + '/checkpoint')\n" + REFUSAL)

    with pytest.raises(LungDeskError):
        train(request_, NullContext())

    assert {path.name for path in request_.run_folder.iterdir()} == {
        "checkpoint", "request.json", "run.lock", "training.log"
    }  # fmt: skip


def test_the_log_of_something_unexpected_is_kept(child: Child, request_: TrainingRequest) -> None:
    child(
        "print('Traceback', file=sys.stderr)\n"
        "say(kind='error', message='A bug.', hint='', code='LD-UNEXPECTED-001')\n"
    )

    with pytest.raises(LungDeskError):
        train(request_, NullContext())

    (log,) = request_.run_folder.iterdir()
    assert "Traceback" in log.read_text()


def test_without_tensorflow_nothing_is_begun(
    request_: TrainingRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    with pytest.raises(LungDeskError) as caught:
        train(request_, NullContext())

    assert caught.value.code is ErrorCode.TRAINING_UNAVAILABLE
    assert not request_.run_folder.exists()


def test_a_child_that_pauses_is_waited_for_and_not_signalled(
    child: Child, request_: TrainingRequest
) -> None:
    # It takes its time to keep where it is.
    child(
        "import signal, threading\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))\n"
        "say(kind='progress', done=0, total=0, message='ready')\n"
        "open(sys.argv[3] + '/' + sys.stdin.readline().strip(), 'w').close()\n"
        "threading.Event().wait(2.5)\n"
        "open(sys.argv[3] + '/kept', 'w').close()\n"
        "say(kind='cancelled')\n"
    )
    control = PauseControl()

    class Presses(Listener):
        def report(self, progress: Progress) -> None:
            control.pause()

    with pytest.raises(Cancelled):
        train(request_, Presses(), control)

    assert control.is_paused
    assert {"cancel", "kept"} <= {path.name for path in request_.run_folder.iterdir()}


def test_a_training_may_be_paused_before_it_begins(child: Child, request_: TrainingRequest) -> None:
    child("say(kind='result', result={'word': sys.stdin.readline().strip()})\n")
    control = PauseControl()
    control.pause()

    assert train(request_, NullContext(), control) == {"word": "cancel"}
    control.pause()  # of a child that has ended: nothing happens


def test_epochs_are_told_as_values_those_of_an_earlier_attempt_first(
    child: Child, request_: TrainingRequest
) -> None:
    first = Epoch("head", "-0", 1, 9, 0.5, 0.75, 0.625, 0.5, 2.5)
    second = replace(first, epoch=2, val_loss=0.25)
    lines = (
        {"epochs": [{"backbone": "tiny", **first.as_plain()}], "is_history": True},
        {"epochs": [{"backbone": "tiny", **second.as_plain()}], "is_history": False},
    )
    child("".join(f"say(kind='epochs', **{line})\n" for line in lines) + RESULT)
    told: list[tuple[list[Epoch], bool]] = []

    def listen(epochs: Sequence[Epoch], *, is_history: bool) -> None:
        told.append((list(epochs), is_history))

    train(request_, NullContext(), on_epochs=listen)

    assert told == [([first], True), ([second], False)]


def test_a_child_that_listens_is_told_to_cancel_before_it_is_signalled(
    child: Child, request_: TrainingRequest
) -> None:
    child(
        "import signal\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "say(kind='progress', done=0, total=0, message='ready')\n"
        "open(sys.argv[3] + '/' + sys.stdin.readline().strip(), 'w').close()\n"
        "say(kind='cancelled')\n"
    )

    with pytest.raises(Cancelled):
        train(request_, WaitsForChild())

    assert (request_.run_folder / "cancel").exists()


def test_cancelling_ends_a_silent_child(
    child: Child, request_: TrainingRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lungdesk.services.runs.tensorflow_child._ASK_S", 0.5)
    # It would wait for ever; it writes down that it was asked politely.
    child(
        "import signal\n"
        "def end(*_):\n"
        "    open(sys.argv[3] + '/asked-to-stop', 'w').close()\n"
        "    sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "say(kind='progress', done=0, total=0, message='ready')\n"
        "signal.pause()\n"
    )
    listener = WaitsForChild()

    with pytest.raises(Cancelled):
        train(request_, listener)

    assert (request_.run_folder / "asked-to-stop").exists()


class WaitsForChild(Listener):
    """Cancels as soon as the child has said something."""

    def check(self) -> None:
        if self.reports:
            raise Cancelled
