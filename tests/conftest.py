"""What several tests need: the units of 汉台区, and a workspace with or without the sample in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from metrics import catalogue
from metrics.intake.units_file import read_units
from metrics.model import Unit
from metrics.tasks import workspace

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample_data"


@pytest.fixture(scope="session")
def district_units() -> tuple[Unit, ...]:
    return read_units((SAMPLE / "units.csv").read_bytes(), "units.csv", catalogue.load()).units


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the sample has been built once."""
    folder = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("METRICS_DATA_DIR", str(folder))
        workspace.current()
    return folder


@pytest.fixture
def sample_data(sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one's own with the sample in it."""
    shutil.copy(sample_folder / "sample.db", tmp_path / "sample.db")
    monkeypatch.setenv("METRICS_DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def empty_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose owner has started empty, without units."""
    monkeypatch.setenv("METRICS_DATA_DIR", str(tmp_path))
    workspace.open_workspace(tmp_path)
    return tmp_path
