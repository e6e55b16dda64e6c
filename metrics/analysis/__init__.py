"""Figures: pure functions of panel and catalogue, without clock, database or screen."""
