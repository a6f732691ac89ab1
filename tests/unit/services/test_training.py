"""Waiting for the child process of a training; the child here is a few lines that train nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lungdesk.core.errors import ErrorCode, LungDeskError
from lungdesk.core.jobs import Cancelled, NullContext, Progress
from lungdesk.services.training import TrainingRequest, train
from tests.unit.services.fakes import Listener

SAYS = "import json, sys\ndef say(**words): print(json.dumps(words), flush=True)\n"
RESULT = "say(kind='result', result={'seconds': 2.5})\n"

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

    def put(body: str) -> None:
        script, interpreter = tmp_path / "child.py", tmp_path / "interpreter"
        script.write_text(SAYS + body)
        interpreter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "{script}" "$@"\n')
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
    wanted = replace(request_, views=2, seed=7, label_map={"Other": ""})

    result = train(wanted, NullContext())

    told = result["told"]
    assert result["arguments"] == ["-m", "lungdesk.services.training_child", str(wanted.run_folder)]
    assert told == wanted.as_plain()
    assert (told["views"], told["seed"], told["label_map"]) == (2, 7, {"Other": ""})
    assert told["model_id"] == "first"  # the run folder's name, where none is chosen
    assert Path(told["bundle_folder"]) == wanted.run_folder / "bundle"


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
    child("say(kind='error', message='No films.', hint='Add some.', code='LD-DATA-001')\n")

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


def test_a_run_folder_is_not_used_twice_unless_resumed(
    child: Child, request_: TrainingRequest
) -> None:
    child(RESULT)
    train(request_, NullContext())

    with pytest.raises(LungDeskError) as caught:
        train(replace(request_, seed=5), NullContext())
    assert caught.value.code is ErrorCode.TRAINING_OUTPUT_EXISTS
    assert json.loads((request_.run_folder / "request.json").read_text())["seed"] == 0

    train(replace(request_, seed=5, is_resumed=True), NullContext())
    assert json.loads((request_.run_folder / "request.json").read_text())["seed"] == 5


def test_cancelling_ends_a_silent_child(child: Child, request_: TrainingRequest) -> None:
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
