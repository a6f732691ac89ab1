"""``lungdesk doctor``: what works here."""

from __future__ import annotations

import sys
from dataclasses import replace

from tests.e2e.conftest import Program
from tests.shipped_models import SHIPPED_MODEL_IDS


def test_the_doctor_looks_at_everything_without_loading_tensorflow(lungdesk: Program) -> None:
    program = replace(lungdesk, interpreter=(sys.executable, "-X", "importtime"))

    ended = program("doctor", "--json")

    report = ended.json
    assert ended.code == 0
    assert {"packages", "processor", "transfer_syntaxes", "models", "display"} <= set(report)
    assert report["models"] == dict.fromkeys(SHIPPED_MODEL_IDS, "ok")
    assert report["display"] is False
    assert report["processor"]["threads"] >= 1
    assert report["processor"]["name"]
    readable = [name for name, can in report["transfer_syntaxes"].items() if can]
    assert {"RLE Lossless", "Implicit VR Little Endian"} <= set(readable)
    assert None not in report["packages"].values()
    assert "| tensorflow" not in ended.err
