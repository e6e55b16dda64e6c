"""Workbooks damaged at random, read as the app reads them: `make fuzz`, or `python -m tests.fuzz`."""
