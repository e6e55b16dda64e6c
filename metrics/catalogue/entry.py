"""One table of a definition file, which knows its own place for the sake of a message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from metrics.model import DefinitionError

_Choice = TypeVar("_Choice", bound=StrEnum)


class Entry:
    """Each reader of a key refuses what it cannot mean, naming file, entry and key."""

    def __init__(self, file: str, name: str, body: Any) -> None:
        self.file, self.name = file, name
        if not isinstance(body, dict):
            raise DefinitionError(f"{file} 的“{name}”：应是一段定义，现为“{body}”")
        self.body: dict[str, Any] = body

    def wrong(self, key: str, problem: str) -> DefinitionError:
        return DefinitionError(f"{self.file} 的“{self.name}”，{key}：{problem}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self.body.get(key, default)
        if value is None:
            raise self.wrong(key, "没有填写")
        if not isinstance(value, str):
            raise self.wrong(key, f"应为文字，现为“{value}”")
        return value

    def chinese(self, key: str) -> str:
        value = self.text(key)
        if not any("\u4e00" <= char <= "\u9fff" for char in value):
            raise self.wrong(key, f"缺少中文名称，现为“{value}”")
        return value

    def one_of(self, key: str, kind: type[_Choice], default: _Choice | None = None) -> _Choice:
        value = self.text(key, default)
        if value not in set(kind):
            raise self.wrong(key, f"只能是 {'、'.join(kind)}，现为“{value}”")
        return kind(value)

    def number(self, key: str, default: float | None) -> float | None:
        value = self.body.get(key, default)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise self.wrong(key, f"应为数字，现为“{value}”")
        return value

    def whole(self, key: str, default: int) -> int:
        value = self.number(key, default)
        if not isinstance(value, int) or value < 0:
            raise self.wrong(key, f"应为不小于 0 的整数，现为“{value}”")
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self.body.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, f"应为 true 或 false，现为“{value}”")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.body.get(key, [])
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.wrong(key, f"应为一个或一组文字，现为“{value}”")
        return tuple(items)

    def known(
        self, key: str, codes: Iterable[str], known: Mapping[str, object], what: str
    ) -> tuple[str, ...]:
        codes = tuple(codes)
        for code in codes:
            if code not in known:
                raise self.wrong(key, f"没有名为“{code}”的{what}")
        return codes

    def parts(self, key: str) -> list[Entry]:
        value = self.body.get(key, [])
        items = list(value.items()) if isinstance(value, dict) else list(enumerate(value, 1))
        return [Entry(self.file, f"{self.name}.{key}.{name}", body) for name, body in items]

    def only(self, *keys: str) -> None:
        """Refuse a key that nobody reads: a misspelt one would be ignored in silence."""
        for key in self.body:
            if key not in keys:
                raise self.wrong(key, "不认识的项，请检查拼写")
