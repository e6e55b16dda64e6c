"""`python -m benchmarks [intake ledger batch figures race ranks pages browser fairness]`: print tables."""

import sys
from importlib import import_module

NAMES = ("intake", "ledger", "batch", "figures", "race", "ranks", "pages", "browser", "fairness")

for name in sys.argv[1:] or NAMES:
    import_module(f"benchmarks.{name}").run()
