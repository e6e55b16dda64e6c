"""Which store is open: the person's own, or the sample until there is one."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path

from metrics import catalogue
from metrics.catalogue import Catalogue
from metrics.model import NotAllowed, Unit
from metrics.store import Store

_stores: dict[str, Store] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Workspace:
    """A store, seen as one jurisdiction. jurisdiction is “” until units have been loaded."""

    store: Store
    jurisdiction: str
    jurisdiction_name: str
    catalogue: Catalogue
    is_sample: bool

    def units(self) -> dict[str, Unit]:
        """Code → unit, in protocol order."""
        return {unit.code: unit for unit in self.store.units(self.jurisdiction)}


def data_dir() -> Path:
    """METRICS_DATA_DIR, else data/ in the current folder."""
    return Path(os.environ.get("METRICS_DATA_DIR") or "data")


def current() -> Workspace:
    """The workspace of the app: METRICS_DATABASE_URL, else metrics.db, else the sample."""
    url = os.environ.get("METRICS_DATABASE_URL")
    if url:
        return _workspace(url, is_sample=False)
    folder = data_dir()
    if (folder / "metrics.db").exists():
        return _workspace(_sqlite(folder / "metrics.db"), is_sample=False)
    from metrics.tasks import sample  # sample.build needs a workspace of its own

    with _lock:
        if not (folder / "sample.db").exists():
            sample.build(folder / "sample.db")
    return _workspace(_sqlite(folder / "sample.db"), is_sample=True)


def open_workspace(
    folder: Path | None = None,
    jurisdiction: str | None = None,
    create: bool = True,
    any_jurisdiction: bool = False,
) -> Workspace:
    """The person's own store: what the command line works on.

    Raises NotAllowed when there is none and none is to be created (creating it ends the sample), or when
    it holds several jurisdictions and none, or an unknown one, is named.
    """
    url = os.environ.get("METRICS_DATABASE_URL") if folder is None else None
    if url is None:
        folder = folder or data_dir()
        if not create and not (folder / "metrics.db").exists():
            raise NotAllowed(f"文件夹 {folder} 里还没有数据。请先运行 units load 载入单位名录。")
        folder.mkdir(parents=True, exist_ok=True)
        url = _sqlite(folder / "metrics.db")
    return _workspace(url, False, jurisdiction, any_jurisdiction)


def start_empty() -> Workspace:
    """Leave the sample for an empty store of one's own."""
    open_workspace(data_dir())
    return current()


def _sqlite(path: Path) -> str:
    return f"sqlite:///{path.resolve()}"


def _workspace(
    url: str, is_sample: bool, jurisdiction: str | None = None, any_jurisdiction: bool = False
) -> Workspace:
    with _lock:
        store = _stores.get(url)
        if store is None:
            store = _stores[url] = Store.open(url)
    known = store.jurisdictions()
    if jurisdiction is None and len(known) > 1 and not any_jurisdiction:
        several = "、".join(f"{code}（{name}）" for code, name in known.items())
        jurisdiction = os.environ.get("METRICS_JURISDICTION")
        if jurisdiction is None:
            raise NotAllowed(
                f"库里有多个辖区：{several}。请用环境变量 METRICS_JURISDICTION 或 --jurisdiction 指定。"
            )
    chosen = jurisdiction or next(iter(known), "")
    if chosen and chosen not in known:
        raise NotAllowed(f"库里没有辖区 {chosen}，请先载入该辖区的单位名录。")
    return Workspace(store, chosen, known.get(chosen, ""), _catalogue(store, chosen), is_sample)


def _catalogue(store: Store, jurisdiction: str) -> Catalogue:
    """The definitions of the files with what the jurisdiction has changed in the app."""
    made = store.definition_changes(jurisdiction) if jurisdiction else ()
    return catalogue.changed(catalogue.load(), [one for one in made if one.withdrawn_at is None])
