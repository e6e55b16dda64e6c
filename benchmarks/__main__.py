"""`python -m benchmarks [intake ledger batch figures ranks pages browser]`: print each table; without a name all."""

import sys
from importlib import import_module

NAMES = ("intake", "ledger", "batch", "figures", "ranks", "pages", "browser")

for name in sys.argv[1:] or NAMES:
    import_module(f"benchmarks.{name}").run()
