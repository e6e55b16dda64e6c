"""Rule-of-law indicators: from a department's workbook to the ranking that is circulated."""
