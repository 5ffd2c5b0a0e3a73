"""Which texts of a log stand for which activities and values of an agreement."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mou_check.agreement import Agreement
from mou_check.load.cells import PATTERNS
from mou_check.log import FORMS, ColumnType
from mou_check.model.proposal import ProposedValue
from mou_check.model.words import fold, nearest, nouns
from mou_check.starter.profile import BLANK, ColumnProfile

# How people write yes and no.
YES_NO = {
    "1": "yes", "0": "no", "x": "yes", "\u2713": "yes", "\u2714": "yes", "\u2611": "yes", "\u2717": "no", "\u2610": "no", "t": "yes", "f": "no",
    "ok": "yes", "done": "yes", "not done": "no",
}  # fmt: skip
# From which likeness on a text is taken for an activity; what is less like is only told.
_NEAR = 0.8


def activities(column: ColumnProfile, agreement: Agreement | None) -> tuple[ProposedValue, ...]:
    """What each text of the column of activities stands for; texts that are codes already are left out.

    Without an agreement codes are made of the texts.
    """
    if agreement is None:
        return tuple(ProposedValue(text, rows, code, "") for text, code, rows in coded(column) if fold(text) != code)
    codes = {fold(code): code for code in agreement.activities}
    titles = {
        fold(name): code
        for code, activity in agreement.activities.items()
        for name in (activity.title, activity.plural or nouns(activity.title), code.replace("_", " ").replace("-", " "))
    }
    found = []
    for text, rows in _alike(column):
        if fold(text) in codes:
            continue
        meant = titles.get(fold(text)) or titles.get(fold(text.replace("_", " ").replace("-", " ")))
        near = None if meant else nearest(text, [*titles, *codes])
        if near is None:
            found.append(ProposedValue(text, rows, meant, "" if meant else "no activity is near"))
        elif _likeness(text, near) >= _NEAR:
            found.append(ProposedValue(text, rows, titles.get(near) or codes[near], "the nearest activity", sure=False))
        else:
            found.append(ProposedValue(text, rows, None, f"perhaps {titles.get(near) or codes[near]}?"))
    return tuple(found)


def coded(column: ColumnProfile) -> Iterator[tuple[str, str, int]]:
    """Each text of a column, a code made of its letters, and how many rows have it."""
    used: set[str] = set()
    for text, rows in _alike(column):
        plain = unicodedata.normalize("NFKD", fold(text)).encode("ascii", "ignore").decode()
        code = base = "_".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("_") or "activity"
        number = 1
        while code in used:
            number += 1
            code = f"{base}_{number}"
        used.add(code)
        yield text, code, rows


def values(column: ColumnProfile, kind: ColumnType, known: Sequence[str]) -> tuple[ProposedValue, ...]:
    """What texts of a column stand for that are not of its type, so that their rows would be rejected.

    Of text, what no rule knows is told and nothing is proposed: "ordinary" is near "extraordinary", and the verdict
    would be another one.
    """
    by_fold = {fold(value): value for value in known}
    found = []
    for text, rows in _alike(column):
        folded = fold(text)
        if kind == "text":
            if known and folded not in by_fold:
                near = nearest(text, by_fold.values()) or _initials(text, by_fold.values())
                found.append(ProposedValue(text, rows, None, f"perhaps {near}?" if near else "no rule knows it"))
        elif kind not in PATTERNS or re.fullmatch(PATTERNS[kind], text):
            continue
        elif folded in BLANK:
            found.append(ProposedValue(text, rows, "", "nothing", sure=False))
        elif kind == "yes-no" and folded in YES_NO:
            found.append(ProposedValue(text, rows, YES_NO[folded], "as people write it", sure=False))
        else:
            found.append(ProposedValue(text, rows, None, f"not {FORMS[kind]}"))
    return tuple(found)


def no_dates(unread: Mapping[str, int], column: ColumnProfile, *, needed: bool) -> tuple[ProposedValue, ...]:
    """What texts of a column of dates stand for that are no dates."""
    return tuple(
        ProposedValue(text, column.texts[text], "", "nothing", sure=False)
        if fold(text) in BLANK and not needed
        else ProposedValue(text, column.texts[text], None, f"no date, first in row {row}")
        for text, row in unread.items()
    )


def _likeness(text: str, known: str) -> float:
    return difflib.SequenceMatcher(None, fold(text).replace("_", " "), fold(known).replace("_", " ")).ratio()


def _initials(text: str, known: Iterable[str]) -> str | None:
    """The known value whose words begin with these letters, if it is the only one: CE, Chief Executive."""
    letters = "".join(c for c in fold(text) if c.isalpha())
    fitting = [
        v for v in known if "".join(word[0] for word in fold(v).split() if word not in ("of", "and", "the")) == letters
    ]
    return fitting[0] if len(fitting) == 1 and len(letters) > 1 else None


def _alike(column: ColumnProfile) -> Iterator[tuple[str, int]]:
    """The texts of a column that differ by more than case and spaces, each with its rows, in the order of the log."""
    rows: dict[str, int] = {}
    written: dict[str, str] = {}
    for text, count in column.texts.items():
        written.setdefault(fold(text), " ".join(text.split()))
        rows[fold(text)] = rows.get(fold(text), 0) + count
    yield from ((written[folded], count) for folded, count in rows.items())
