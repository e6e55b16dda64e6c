"""The documents cannot fall behind the code."""

import re

from docs import findings
from tests.conftest import ROOT


def test_every_rule_stands_in_the_document_with_its_words():
    assert findings.PAGE.read_text(encoding="utf-8") == findings.page(), "run `make docs`"


def test_the_readme_names_only_files_that_are_there():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (ROOT / target).exists(), target


def test_every_module_of_intake_stands_in_the_map() -> None:
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = text[text.index("Inside `metrics/intake/`") : text.index("## The borders")]
    named = set(re.findall(r"`(\w+)`", table))
    modules = {path.stem for path in (ROOT / "metrics" / "intake").rglob("*.py")} - {"__init__"}
    assert modules - named == set()
    assert named - modules == set()
