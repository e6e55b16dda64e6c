"""`python -m benchmarks [intake figures pages browser]`: print each table; all of them without a name."""

import sys
from importlib import import_module

NAMES = ("intake", "figures", "pages", "browser")

for name in sys.argv[1:] or NAMES:
    import_module(f"benchmarks.{name}").run()
