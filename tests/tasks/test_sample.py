"""The sample is made once, whoever asks for it at the same time."""

from __future__ import annotations

from pathlib import Path

import pytest

from metrics.tasks import sample


def test_a_sample_that_is_there_by_now_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "sample.db"

    def slower(store: object) -> None:
        path.write_bytes(b"of the process that was faster")

    monkeypatch.setattr(sample, "fill", slower)
    sample.build(path)
    assert path.read_bytes() == b"of the process that was faster"
    assert [file.name for file in tmp_path.iterdir()] == ["sample.db"]


def test_an_interrupted_start_leaves_no_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(store: object) -> None:
        raise RuntimeError("the power went off")

    monkeypatch.setattr(sample, "fill", broken)
    with pytest.raises(RuntimeError):
        sample.build(tmp_path / "sample.db")
    assert not (tmp_path / "sample.db").exists()
