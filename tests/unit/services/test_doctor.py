from __future__ import annotations

import importlib.metadata
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from lungdesk import __version__
from lungdesk.services import doctor
from lungdesk.services.lungs.finder import DEFAULT_SEGMENTER_ID
from lungdesk.services.models.library import ModelLibrary
from tests.shipped_models import SHIPPED_MODEL_IDS


@pytest.fixture(scope="session")
def findings(shipped_folder: Path) -> dict[str, Any]:
    """What the doctor says of this machine with the model that ships."""
    return doctor.examine(ModelLibrary((shipped_folder.parent,)))


def test_the_findings_are_plain_values(findings: dict[str, Any]) -> None:
    assert json.loads(json.dumps(findings)) == findings
    assert findings["lungdesk"] == __version__


def test_the_libraries_that_read_and_show_are_named_with_their_versions(
    findings: dict[str, Any],
) -> None:
    for package in ("numpy", "openvino", "pydicom", "PySide6_Essentials", "tensorflow"):
        assert findings["packages"][package] == importlib.metadata.version(package)


def test_a_library_that_is_not_installed_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(doctor, "_PACKAGES", ("numpy", "no-package-of-this-name"))

    packages = doctor.examine(ModelLibrary((tmp_path,)))["packages"]

    assert packages["numpy"]
    assert packages["no-package-of-this-name"] is None


def test_the_encodings_of_films_can_be_decoded(findings: dict[str, Any]) -> None:
    syntaxes = findings["transfer_syntaxes"]

    assert syntaxes["Explicit VR Little Endian"] is True
    assert syntaxes["JPEG 2000 Image Compression (Lossless Only)"] is True
    assert (
        syntaxes[
            "JPEG Lossless, Non-Hierarchical, First-Order Prediction"
            " (Process 14 [Selection Value 1])"
        ]
        is True
    )
    assert syntaxes["RLE Lossless"] is True
    assert syntaxes["MPEG2 Main Profile / Main Level"] is False


def test_the_processor_is_described(findings: dict[str, Any]) -> None:
    assert findings["processor"]["name"]
    assert findings["processor"]["threads"] == os.cpu_count()
    assert isinstance(findings["processor"]["bfloat16"], bool)


def test_every_model_is_verified(findings: dict[str, Any], copied_bundle: Path) -> None:
    (copied_bundle / "head.npz").write_bytes(b"altered")

    models = doctor.examine(ModelLibrary((copied_bundle.parent,)))["models"]

    assert findings["models"] == dict.fromkeys(SHIPPED_MODEL_IDS, "ok")
    assert "LD-MODEL-002" in models["copied"]
    assert "head.npz" in models["copied"]


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_linux_display_has_a_name_and_other_systems_have_one_always(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], expected: bool
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.platform", platform)

    assert doctor.has_display() is expected


def test_displays_are_tried_in_the_order_of_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")

    assert doctor.named_displays() == ("wayland", "xcb")


def test_the_network_that_the_film_check_goes_by_is_looked_at(
    findings: dict[str, Any], shipped_folder: Path, tmp_path: Path
) -> None:
    damaged = tmp_path / DEFAULT_SEGMENTER_ID
    shutil.copytree(shipped_folder.parent / DEFAULT_SEGMENTER_ID, damaged)
    (damaged / "engine.bin").write_bytes(b"no weights")

    told = doctor.examine(ModelLibrary((tmp_path,)))["lung_network"]

    assert findings["lung_network"] == "ok"
    assert "engine.bin" in told
    assert "LD-MODEL" in doctor.examine(ModelLibrary((tmp_path / "none",)))["lung_network"]
