"""Number formats that old Excel files call by a name instead of writing them out."""

from __future__ import annotations

_NAMED = {
    "General Number": "General",
    "General Date": "yyyy/m/d h:mm",
    "Long Date": "yyyy/m/d",
    "Medium Date": "d-mmm-yy",
    "Short Date": "yyyy/m/d",
    "Long Time": "h:mm:ss",
    "Medium Time": "h:mm",
    "Short Time": "h:mm",
    "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "Yes/No": '"Yes";"Yes";"No"',
    "True/False": '"True";"True";"False"',
    "On/Off": '"On";"On";"Off"',
}


def written_out(number_format: str) -> str:
    """The format itself, whether it is named or written."""
    return _NAMED.get(number_format, number_format)
