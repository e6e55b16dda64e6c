"""`python -m benchmarks [intake ledger batch figures pages browser]`: print each table; all of them without a name."""

import sys
from importlib import import_module

NAMES = ("intake", "ledger", "batch", "figures", "pages", "browser")

for name in sys.argv[1:] or NAMES:
    import_module(f"benchmarks.{name}").run()
