"""Ledgers (台账): one row per case, counted into measures by the rules that the catalogue declares."""
