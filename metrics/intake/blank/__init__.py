"""Blank forms, summaries and ledgers: what is handed out comes back without findings."""
