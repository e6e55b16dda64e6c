"""The documents cannot fall behind the code."""

from docs import findings
from tests.conftest import ROOT


def test_every_rule_stands_in_the_document_with_its_words():
    assert findings.PAGE.read_text(encoding="utf-8") == findings.page(), "run `make docs`"


def test_the_readme_names_only_files_that_are_there():
    import re

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target
