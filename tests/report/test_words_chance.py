"""What is said about chance: words for every case, a probability only behind them."""

from __future__ import annotations

import pytest

from metrics.report import words_chance

NAN = float("nan")


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.004, "变化超出偶然波动"),
        (0.03, "变化略超出偶然波动，证据不足"),
        (0.4, "变化在偶然波动范围内"),
        (NAN, ""),
    ],
)
def test_a_change_has_words(p, words):
    assert words_chance.change(p) == words


def test_too_few_cases_are_said_to_be_too_few():
    assert words_chance.rates(1 / 6, 2, 2) == words_chance.TOO_FEW
    assert words_chance.rates(1 / 6, 20, 30) == "变化在偶然波动范围内"
    assert words_chance.rates(NAN, 0, 3) == ""


def test_the_probability_stands_behind_the_words_only():
    assert (
        words_chance.detail(0.26)
        == "变化在偶然波动范围内：实际水平不变时，约每4次比较就有1次出现这样大的变化"
    )
    assert words_chance.detail(0.004).startswith("变化超出偶然波动：")
    assert words_chance.detail(0.004).endswith("约每250次比较才有1次出现这样大的变化")
    assert words_chance.detail(0.00001).endswith("不到千分之一")
    assert words_chance.detail(0.45).endswith("约每2次比较就有1次出现这样大的变化")
    assert words_chance.detail(0.7).endswith("有一半以上的机会出现这样大的变化")
    assert words_chance.detail(NAN) == ""
