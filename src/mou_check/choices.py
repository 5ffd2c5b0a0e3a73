"""What an agreement leaves open, each choice tried on the log: readings, calendar settings, lists to be supplied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from mou_check.agreement import Agreement, Obligation
from mou_check.engine import Case, verify
from mou_check.model.calendar import WEEKDAYS, Calendar, Holidays
from mou_check.model.choices import AgreementChoices, Alternative, ListChoice, ReadingChoice, SettingChoice, Turned
from mou_check.model.results import AgreementResult, Window
from mou_check.rules.settings import settings_read


def choices(
    case: Case, supplied: Mapping[str, tuple[str, ...]], window: Window | None, as_of: date
) -> AgreementChoices:
    """Everything that is left open. `supplied` holds the lists that the project file gives values to."""
    agreement = case.agreement
    result, _ = verify(case, window, as_of)
    return AgreementChoices(
        agreement.id,
        agreement.title,
        case.file,
        window,
        as_of,
        tuple(
            ReadingChoice(
                o.id, o.title, o.clauses, o.location, o.chosen_by, o.settled,
                len({r.verdict.missed for r in o.readings}) > 1, o.readings,
            )
            for o in result.obligations if o.readings
        ),
        tuple(_settings(case, result, window, as_of)),
        tuple(_lists(case, supplied)),
    )  # fmt: skip


def _lists(case: Case, supplied: Mapping[str, tuple[str, ...]]) -> Iterator[ListChoice]:
    for name, named in case.agreement.lists.items():
        if named.supplied_by == "user":
            readers = [
                o.id for o in case.agreement.obligations if name in {n for _, r in o.rules() for _, n in r.list_names()}
            ]
            yield ListChoice(name, case.lists[name], name in supplied, tuple(readers))


def _settings(case: Case, result: AgreementResult, window: Window | None, as_of: date) -> Iterator[SettingChoice]:
    """The settings on which some obligation hangs, with what the usual other values would do."""
    agreement = case.agreement
    declared = agreement.calendar.model_fields_set
    now = {o.id: o.verdict for o in result.obligations}
    for setting, value, others in _usual(case):
        hanging = [o for o in agreement.obligations if setting in settings_read(o.read()[0][1])]
        if not hanging:
            continue
        alternatives = []
        for other, calendar in others:
            tried, _ = verify(_only(replace(case, calendar=calendar), hanging), window, as_of)
            turned = [Turned(o.id, now[o.id], o.verdict) for o in tried.obligations if o.verdict is not now[o.id]]
            alternatives.append(Alternative(other, tuple(turned)))
        yield SettingChoice(setting, value, setting in declared, tuple(o.id for o in hanging), tuple(alternatives))


def _usual(case: Case) -> Iterator[tuple[str, str, list[tuple[str, Calendar]]]]:
    """Each setting with its value in words, and the other values that people mean by the same words."""
    calendar, starts = case.calendar, case.agreement.term.starts
    week = 6 if calendar.week_starts != 6 else 0
    yield (
        "week_starts",
        WEEKDAYS[calendar.week_starts],
        [(WEEKDAYS[week], replace(calendar, week_starts=week))],
    )
    years = dict.fromkeys([(4, 1), (1, 1), *([(starts.month, starts.day)] if starts else [])])
    yield (
        "year_starts",
        _month_day(calendar.year_starts),
        [(_month_day(y), replace(calendar, year_starts=y)) for y in years if y != calendar.year_starts],
    )
    anchor = calendar.anchor or starts
    if anchor:
        monday = anchor - timedelta((anchor.weekday() - calendar.week_starts) % 7)
        others = [(monday.isoformat(), replace(calendar, anchor=monday))] if monday != anchor else []
        yield "anchor", anchor.isoformat(), others
    named = calendar.holidays.named
    other = "england-and-wales" if named == "none" else "none"
    yield "holidays", named, [(other, replace(calendar, holidays=Holidays(other)))]


def _month_day(value: tuple[int, int]) -> str:
    return f"{value[0]:02}-{value[1]:02}"


def _only(case: Case, obligations: list[Obligation]) -> Case:
    """The case with only some of its obligations."""
    places = {o.id: place for o, place in zip(case.agreement.obligations, case.places, strict=True)}
    agreement: Agreement = case.agreement.model_copy(update={"obligations": tuple(obligations)})
    return replace(case, agreement=agreement, places=[places[o.id] for o in obligations], assessments=())
