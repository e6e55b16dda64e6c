"""The documents cannot fall behind the code."""

from metrics.intake.rules import RULES
from metrics.intake.unit_rules import UNIT_RULES
from tests.conftest import ROOT


def test_every_rule_stands_in_the_document_with_its_words():
    text = (ROOT / "docs" / "FINDINGS.md").read_text(encoding="utf-8")
    for rule in (*RULES, *UNIT_RULES):
        assert f"`{rule.code}`" in text
        assert rule.says in text
        assert rule.mend in text


def test_the_readme_names_only_files_that_are_there():
    import re

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target
