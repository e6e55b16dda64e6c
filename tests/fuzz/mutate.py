"""What a draw of random numbers does to a workbook: the same draw does the same damage."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from tests.fuzz import office97, packed, raw, written

Damage = Callable[[bytes, random.Random, Sequence[bytes]], bytes]

_MOST_BYTES = 24 * 1024 * 1024  # beyond it the size alone is refused


def mutated(data: bytes, draw: random.Random, others: Sequence[bytes]) -> bytes:
    """The data after one to eight kinds of damage, most often one or two."""
    for _ in range(min(8, 1 + int(draw.expovariate(0.8)))):
        data = draw.choices(*_fitting(data))[0](data, draw, others)
        if not data or len(data) > _MOST_BYTES:
            break
    return data


def _fitting(data: bytes) -> tuple[list[Damage], list[int]]:
    """The kinds of damage that bytes of this sort can take, and how often each."""
    plain: list[tuple[Damage, int]] = [
        *((raw.flip, 2), (raw.overwrite, 2), (raw.cut, 1), (raw.delete, 2), (raw.repeat, 2)),
        *((raw.splice, 1), (raw.number, 2)),
    ]
    if data.startswith(b"PK"):
        plain = [(raw.flip, 1), (raw.cut, 1), (raw.overwrite, 1)]
        plain += [(packed.change_part, 14), (packed.change_list, 4)]
    elif data.startswith(b"\xd0\xcf\x11\xe0"):
        plain += [(office97.change_record, 14), (office97.change_sector, 4), (office97.change_header, 1)]
    else:
        plain += [(written.change_text, 12), (written.recode, 3)]
    return [damage for damage, _ in plain], [often for _, often in plain]
