"""The rows of the ranking: the official rank first, then what it is made of, then how far it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping

from metrics.analysis.rank_interval import RankSupport
from metrics.catalogue import Indicator
from metrics.model import Unit
from metrics.report import words, words_ranking
from metrics.tasks import rank
from metrics.tasks.figures import Figures
from metrics.tasks.rank import Ranked


def rows(
    found: Figures, result: Ranked, support: RankSupport | None, beside: Ranked | None
) -> list[dict[str, object]]:
    """One row a ranked unit, best first. beside: the same ranking over four quarters, or None."""
    indicator = result.indicator
    rate = indicator.kind.divides
    target = result.ranking.table["from_target"].notna().any()
    four = _four_quarters(indicator, beside)
    return [
        {
            "名次": row["rank"],
            "单位": found.units[row["unit"]].short_name,
            **({"分组": _group(found, found.units[row["unit"]])} if result.group == rank.ALL else {}),
            "数值": words.value(indicator, row["value"], "ok", row["numerator"], row["denominator"]),
            **({"件数": words.fraction(row["numerator"], row["denominator"])} if rate else {}),
            **({"较上期": words.rank_move(row["moved"])} if result.previous else {}),
            **({"数据支持的名次": _interval(support, row["unit"])} if support else {}),
            **({"近四季名次": four.get(row["unit"], words.NOTHING)} if beside else {}),
            "距上一名": words_ranking.from_next(indicator, row["from_next"]),
            "与中位数比": words_ranking.from_median(indicator, row["from_median"]),
            **({"距目标": words_ranking.from_target(indicator, row["from_target"])} if target else {}),
            **(
                {"备注": "样本少" if row["small_sample"] else ""}
                if result.ranking.table["small_sample"].any()
                else {}
            ),
        }
        for row in result.ranking.table.to_dict("records")
    ]


def _group(found: Figures, unit: Unit) -> str:
    return found.catalogue.group_of(unit).name


def _interval(support: RankSupport, unit: str) -> str:
    own = support.of(unit)
    return words_ranking.places(own["low"], own["high"])


def _four_quarters(indicator: Indicator, beside: Ranked | None) -> Mapping[str, str]:
    if beside is None:
        return {}
    told = {
        row["unit"]: f"第{row['rank']}名　"
        + words.value(indicator, row["value"], "ok", row["numerator"], row["denominator"])
        for row in beside.ranking.table.to_dict("records")
    }
    why = {
        row["unit"]: words.status(row["reason"], indicator) for row in beside.ranking.apart.to_dict("records")
    }
    return told | why
