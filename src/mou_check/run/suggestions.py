"""One run of `test --suggest`: the smallest log that meets an obligation and the smallest that breaks it, as examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mou_check.agreement import Agreement, Obligation
from mou_check.load.activity_logs import LogLoader
from mou_check.load.agreements import LoadedAgreement
from mou_check.load.finding import find_agreements, keep_only
from mou_check.model.options import Options
from mou_check.model.problems import Problem
from mou_check.model.suggestions import SuggestedExample, SuggestedExamples
from mou_check.model.verdicts import Outcome, Verdict, verdict_of
from mou_check.rules.base import Rule
from mou_check.trying import Suggestion, Trial, lists_to_try, try_rules


def suggestions(options: Options, loader: LogLoader | None = None) -> tuple[list[SuggestedExamples], list[Problem]]:
    """Examples of the obligations that `options.only` names, or of all that have none and that a log can judge.

    Gives also what is wrong with the files.
    """
    loaded = find_agreements(options)
    # `--suggest cheshire` is about the agreement, though an obligation may stand there.
    agreements = [a for a in loaded.agreements if a.agreement.id in options.only]
    every = bool(options.only) and not agreements
    if agreements:
        loaded.agreements = agreements
    elif options.only:
        keep_only(options.only, loaded, "--suggest")
    supplied = loaded.project.settings.lists
    options.progress.doing("trying out small logs")
    found = [
        each
        for agreement in loaded.agreements
        for each in _of_agreement(agreement, supplied.get(agreement.agreement.id, {}), loader, every=every)
    ]
    return found, loaded.problems


def _of_agreement(
    loaded: LoadedAgreement, supplied: Mapping[str, tuple[str, ...]], loader: LogLoader | None, *, every: bool
) -> Iterator[SuggestedExamples]:
    agreement = loaded.agreement
    places = dict(zip((o.id for o in agreement.obligations), loaded.places(), strict=True))
    lists = lists_to_try(agreement, agreement.list_values(supplied))
    wanted = [o for o in agreement.obligations if every or (not o.examples and o.by_log)]
    asked = [(o, reading, rule) for o in wanted for reading, rule in o.read()]
    tried = try_rules(loaded, lists, [(o, rule) for o, _, rule in asked], loader)
    for obligation in wanted:
        own = [
            (reading, rule, suggestion)
            for (o, reading, rule), suggestion in zip(asked, tried, strict=True)
            if o is obligation
        ]
        line, column = places[obligation.id]
        yield SuggestedExamples(
            agreement.id,
            obligation.id,
            obligation.read()[0][1].describe(agreement.nouns()),
            loaded.source.name,
            line,
            column - 1,
            bool(obligation.examples),
            tuple(e for each in own for e in _examples(agreement, obligation, lists, *each)),
            tuple(note for each in own for note in _notes(*each)),
        )


def _examples(
    agreement: Agreement,
    obligation: Obligation,
    lists: Mapping[str, tuple[str, ...]],
    reading: str,
    rule: Rule,
    suggestion: Suggestion,
) -> Iterator[SuggestedExample]:
    open_lists = {
        name: lists[name]
        for _, name in rule.list_names()
        if name in agreement.lists and agreement.lists[name].supplied_by == "user"
    }
    missed = verdict_of(Outcome.MISSED, obligation.force)
    sides: list[tuple[Trial | None, Verdict, str]] = [
        (suggestion.meets, Verdict.MET, "The smallest log that meets it."),
        (suggestion.breaks, missed, "The smallest log that breaks it."),
    ]
    for trial, verdict, says in sides:
        if trial:
            yield SuggestedExample(
                verdict,
                says,
                reading or None,
                trial.since,
                trial.until,
                trial.as_of,
                trial.records,
                open_lists,
                trial.header,
                trial.rows,
            )


def _notes(reading: str, rule: Rule, suggestion: Suggestion) -> Iterator[str]:
    """What is to be said where a log is missing."""
    name = f'read as "{reading}": ' if reading else ""
    if rule.kind == "judgement":
        yield f"{name}a person judges it, so there is no log that meets or breaks it"
    elif not suggestion.tried:
        yield f"{name}no log could be tried: it would be too long, or holidays are not known"
    else:
        if suggestion.meets is None:
            yield f"{name}no log was found that meets it"
        if suggestion.breaks is None:
            yield f"{name}no log was found that breaks it"
