"""Invented workbooks with known truth."""
