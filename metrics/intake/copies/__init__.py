"""Copies of a person's own workbook: with what is wrong marked in it, or with cells changed."""
