"""One CSV file -> a table of texts in the order of the file, with the record that each row is.

DuckDB reads the file once, every column as text: which rows a typed reader would reject depends on
the columns that a query uses, so checks and conversions come later (`log_table`).
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mou_check.load.log_text import DELIMITERS, LogText, record_end
from mou_check.model.words import plural

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Cells beyond the header that are read to be able to say that there are too many.
SPARE = 8


def read_file(connection: DuckDBPyConnection, table: str, text: LogText, path: Path) -> list[int]:
    """Read a file into table `table`, all columns as text, and say which record each row of it is.

    Cells that a short row lacks are null (empty ones are ''), spare columns catch what a long row
    has too many, so that DuckDB rejects nothing that we could not describe.
    """
    columns = {f"c{i}": "VARCHAR" for i in range(len(text.header) + SPARE)}
    broken = dict(text.broken)
    missing = "\1"
    while missing in text.text:
        missing += "\1"
    for _ in range(2):
        with tempfile.TemporaryDirectory(prefix="mou-check-") as folder:
            file = path
            # A name with * ? [ would be read as a pattern, and broken records would end the reading.
            if not text.as_is or text.odd or broken or any(c in str(path) for c in "*?["):
                file = Path(folder) / "log.csv"
                file.write_text(_without(text, broken), encoding="utf-8", newline="")
            names = ", ".join(f"{name}: 'VARCHAR'" for name in columns)
            # Short rows are padded, which DuckDB does in parallel only where no quoted newline can stand.
            parallel = "false" if '"' in text.text else "true"
            connection.execute(
                f"CREATE OR REPLACE TABLE {table} AS SELECT * FROM read_csv($path, auto_detect=false, header=false, skip=1, "
                f"delim=$delimiter, quote='\"', escape='\"', nullstr=$null, null_padding=true, columns={{{names}}}, "
                f"max_line_size=20000000, ignore_errors=true, parallel={parallel}, hive_partitioning=false)",
                {"path": str(file), "delimiter": "," if text.odd else text.delimiter, "null": missing},
            )
        found = connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
        numbers = [i for i in range(1, text.records + 1) if i not in broken]
        if found == len(numbers):
            break
        # Something that the reader cannot put into columns: find it by our own splitting, and read on without it.
        broken |= _too_long(text, len(columns))
    else:
        raise AssertionError(f"{text.name}: {found} rows were read where {len(numbers)} stand")
    text.broken = broken
    return numbers


def _without(text: LogText, broken: Mapping[int, str]) -> str:
    """The text of a log without its broken records, and with every cell in quotes where that is safer."""
    if text.odd:
        out = io.StringIO()
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows(
            next(csv.reader(io.StringIO(record, newline=""), delimiter=text.delimiter))
            for i, record in enumerate(split_records(text))
            if i not in broken
        )
        return out.getvalue()
    if not broken:
        return text.text.lstrip("\n")
    return "\n".join(record for i, record in enumerate(split_records(text)) if i not in broken) + "\n"


def _too_long(text: LogText, width: int) -> dict[int, str]:
    """Records with more cells than were asked for, which the reader leaves out."""
    found = {}
    for i, record in enumerate(split_records(text)):
        cells = next(csv.reader(io.StringIO(record, newline=""), delimiter=text.delimiter), [])
        if len(cells) > width:
            found[i] = ragged(cells, text)
    return found


def ragged(cells: Sequence[str | None], text: LogText) -> str:
    """What is wrong with a row that has more or fewer cells than the header."""
    have, width = len(cells), len(text.header)
    name = DELIMITERS[text.delimiter]
    if have < width:
        advice = "the rest of the row is missing"
    elif any(cell[:1] == " " and cell.lstrip(" ")[:1] == '"' for cell in cells if cell):
        advice = "take out the space before a quotation mark, which opens a cell only at its start"
    elif not any(cells[width:]):
        advice = f"take out the {name}s at its end"
    else:
        advice = f"put a cell with a {name} in it in quotation marks"
    return f"the row has {plural(have, 'cell')} where the header has {width}; {advice}"


def split_records(log: LogText) -> list[str]:
    """The records of a log, blank lines left out."""
    text, records, at = log.text, [], 0
    while at < len(text):
        end = record_end(text, at, 1, log.delimiter)[0]
        if text[at:end]:
            records.append(text[at:end])
        at = end + 1
    return records
