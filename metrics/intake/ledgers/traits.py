"""What the rows of a ledger say beside what is counted: the distinct sets of traits, and which row has which."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np

from metrics.catalogue import Form
from metrics.intake.ledgers.rows import Choices, Column, Ints, numbered
from metrics.model import OTHER_SPELLINGS, Traits

MOST_LETTERS = 60  # of a text: what is longer is a story, not a class
MOST_TEXTS = 500  # distinct texts of one field: beyond them nobody reads a table of classes
_FEW = 2**62  # keys of all fields in one number


def traits_of(
    form: Form, lines: Sequence[int], choices: Mapping[str, Choices], columns: Mapping[str, Column]
) -> Traits | None:
    """The traits of every row; None where the sheet has no field that is one.

    lines: 0-based rows of the sheet; choices: after what follows for empty cells; columns: of the text fields
    that the catalogue declares as traits, as far as the sheet has them.
    """
    fields: list[str] = []
    words: list[list[str]] = []
    codes: list[Ints] = []
    for field in form.fields:
        if field.code in choices:
            choice = choices[field.code]
            fields.append(field.code)
            words.append(
                [*choice.order, "", ""]
            )  # -1 and -2, nothing and nothing known, look up the two at the end
            codes.append(choice.codes % len(words[-1]))
        elif field.trait and field.code in columns:
            texts, places = _texts(columns[field.code])
            fields.append(field.code)
            words.append(texts)
            codes.append(places)
    if not fields or not lines:
        return None
    used, place = _sets(codes, [len(some) for some in words])
    sets = [tuple(own[row] for own, row in zip(words, codes_of, strict=True)) for codes_of in used]
    return Traits(tuple(fields), sets, [line + 1 for line in lines], place.tolist())


def _sets(codes: Sequence[Ints], sizes: Sequence[int]) -> tuple[list[tuple[int, ...]], Ints]:
    """The distinct rows of several columns of codes, and for each row its place among them."""
    key, size = np.zeros(len(codes[0]), dtype=np.int64), 1
    for column, own in zip(codes, sizes, strict=True):
        if size * own >= _FEW:  # number what there is anew: there are no more keys than rows
            distinct, key = np.unique(key, return_inverse=True)
            size = len(distinct)
        key, size = key * own + column, size * own
    _, first, place = np.unique(key, return_index=True, return_inverse=True)
    columns = [column[first].tolist() for column in codes]
    return list(zip(*columns, strict=True)), place.astype(np.int64)


def _texts(column: Column) -> tuple[list[str], Ints]:
    """The distinct texts of a field as they are kept, and for each row its text; the rarest ones together."""
    texts, of_cell = numbered([_kept(cell) for cell in column.cells])
    codes = of_cell[column.codes] if len(of_cell) else np.zeros(0, dtype=np.int64)
    if len(texts) <= MOST_TEXTS:
        return texts, codes
    order = np.argsort(-np.bincount(codes, minlength=len(texts)), kind="stable")[:MOST_TEXTS]
    table = np.full(len(texts), MOST_TEXTS, dtype=np.int64)
    table[order] = np.arange(MOST_TEXTS)
    return [*(texts[i] for i in order.tolist()), OTHER_SPELLINGS], table[codes]


def _kept(cell: object) -> str:
    """A text without what cannot be seen, spaces joined, no longer than a class may be called."""
    if cell is None:
        return ""
    text = unicodedata.normalize("NFKC", str(cell)[: MOST_LETTERS * 8])
    seen = "".join(
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C"
    )
    joined = " ".join(seen.split())
    return joined if len(joined) <= MOST_LETTERS else f"{joined[: MOST_LETTERS - 1]}…"
