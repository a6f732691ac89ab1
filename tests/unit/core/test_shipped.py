from __future__ import annotations

from pathlib import Path

from lungdesk.core.shipped import shipped_folder


def test_in_a_checkout_models_and_resources_lie_beside_the_package(repo_root: Path) -> None:
    assert shipped_folder() == repo_root
    assert (shipped_folder() / "models" / "lungdesk-lite0" / "manifest.json").is_file()
    assert (shipped_folder() / "resources" / "gate" / "pose.npz").is_file()


def test_an_installed_package_carries_them_inside(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "lungdesk"
    (package / "shipped").mkdir(parents=True)

    assert shipped_folder(package) == package / "shipped"
