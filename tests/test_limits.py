"""Settings: the defaults, a file, the environment; what is wrong is said with file and key."""

from pathlib import Path

import pytest

from metrics import limits
from metrics.limits import CEILINGS, DEFAULTS, Limits
from metrics.model import DefinitionError
from tests.conftest import ROOT


def test_nothing_set_is_the_defaults(tmp_path: Path):
    assert limits.load(None, {}) == limits.load(tmp_path / "none.toml", {"METRICS_DATA_DIR": "x"}) == DEFAULTS


def test_every_default_is_within_its_ceiling():
    assert set(CEILINGS) == set(Limits.__dataclass_fields__)
    assert all(0 < getattr(DEFAULTS, key) <= ceiling for key, ceiling in CEILINGS.items())


def test_the_environment_comes_after_the_file(tmp_path: Path):
    file = tmp_path / "settings.toml"
    file.write_text("[limits]\nfile_mb = 5\nseconds = 2.5\n", "utf-8")
    read = limits.load(file, {"METRICS_FILE_MB": "7", "METRICS_WORKERS": "1"})
    assert (read.file_mb, read.seconds, read.workers, read.rows) == (7, 2.5, 1, DEFAULTS.rows)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("limits = 3", "写成一节"),
        ("[limits]\nfile_mb = 'x'", "file_mb：应是数字"),
        ("[limits]\nfile_mb = true", "file_mb：应是数字"),
        ("[limits]\nfile_mb = 1.5", "file_mb：应是整数"),
        ("[limits]\nfile_mb = 0", "file_mb：应大于 0"),
        ("[limits]\nfile_mb = 100000", "不大于 200"),
        ("[limits]\nfile_gb = 1", "file_gb：没有这一项设置"),
        ("[limits\n", "不是有效的 TOML"),
    ],
)
def test_wrong_settings_are_said_with_file_and_key(tmp_path: Path, text: str, words: str):
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(DefinitionError) as refused:
        limits.load(file, {})
    assert str(file) in str(refused.value) and words in str(refused.value)


@pytest.mark.parametrize("text", ["much", "0", "-3", "1e9"])
def test_a_wrong_variable_is_said_by_name(text: str):
    with pytest.raises(DefinitionError, match="METRICS_MEMORY_MB"):
        limits.load(None, {"METRICS_MEMORY_MB": text})


def test_the_documentation_names_every_setting_with_its_default_and_ceiling():
    documented = (ROOT / "docs" / "SETTINGS.md").read_text("utf-8")
    for key, ceiling in CEILINGS.items():
        assert f"| `{key}` | {getattr(DEFAULTS, key)} | {ceiling} |" in documented
