"""An empty store of one's own, with three units."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from metrics.store import Store
from tests.factories import AREA, unit


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'metrics.db'}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    store = Store.open(url)
    with store.writing(AREA) as writing:
        writing.load_units("汉台区", [unit("东关", 1), unit("汉中路", 2), unit("城管局", 3)])
    yield store
    store.close()
