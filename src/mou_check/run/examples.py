"""One run of `test`: the examples that agreements hold, each judged as any log is."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mou_check import __version__
from mou_check.agreement import Agreement, Example, Obligation
from mou_check.engine import Case
from mou_check.examples import Answer, answer, explanation, lists_of, only
from mou_check.load.activity_logs import LogLoader
from mou_check.load.agreements import LoadedAgreement
from mou_check.load.finding import Loaded, find_agreements, keep_only
from mou_check.model.examples import (
    ExampleResult,
    ExamplesDocument,
    TestedAgreement,
    Untested,
    summary_of,
)
from mou_check.model.options import Options
from mou_check.model.problems import Problem
from mou_check.model.results import FilePlace, Input, Tool
from mou_check.model.words import fold
from mou_check.run import EXIT_WRONG

# A text that stands in the file line by line as it is, with or without an anchor.
_BLOCK = re.compile(r"(&\S+ +)?\|")


def run_examples(options: Options, loader: LogLoader | None = None) -> tuple[ExamplesDocument, Sequence[Input]]:
    """Load the agreements that were asked for and judge their examples; gives the files that took part, too.

    Nothing that people decided (settled readings, assessments, waivers) takes part: an example is about the words of
    the agreement. The exit status is 2 when an agreement or the log of an example cannot be read (with
    `options.strict` also when there is a warning, or nothing to test), 1 when an example fails, else 0.
    """
    loaded = find_agreements(options)
    if options.only:
        keep_only(options.only, loaded)
    results: list[ExampleResult] = []
    with tempfile.TemporaryDirectory(prefix="mou-check-") as folder:
        bench = _Bench(loaded, loader or LogLoader(), Path(folder) / "example.csv")
        number = sum(len(o.examples) for a in loaded.agreements for o in a.agreement.obligations)
        options.progress.doing("judging", number, "examples", lambda: len(results))
        for agreement in loaded.agreements:
            results += bench.judge_all(agreement)
    untested = tuple(u for a in loaded.agreements for u in _untested(a))
    tested = tuple(_tested(a, results) for a in loaded.agreements)
    loaded.problems += [_nothing(t) for t in tested if not t.examples]
    wrong = any(p.level == "error" or (options.strict and p.level == "warning") for p in loaded.problems)
    document = ExamplesDocument(
        format=1,
        tool=Tool("mou-check", __version__),
        exit_status=EXIT_WRONG if wrong else int(any(r.status == "failed" for r in results)),
        agreements=tested,
        examples=tuple(results),
        untested=untested,
        summary=summary_of(results, untested),
        problems=tuple(loaded.problems),
    )
    return document, loaded.inputs


def _tested(loaded: LoadedAgreement, results: Sequence[ExampleResult]) -> TestedAgreement:
    agreement = loaded.agreement
    examples = sum(r.agreement == agreement.id for r in results)
    return TestedAgreement(agreement.id, agreement.title, loaded.source.name, len(agreement.obligations), examples)


def _nothing(tested: TestedAgreement) -> Problem:
    many = tested.obligations
    has = "the obligation has no example" if many == 1 else f"none of {many} obligations has an example"
    message = f"nothing was tested for {tested.id}: {has}; mou-check test --suggest writes some"
    return Problem("warning", "nothing-checked", message, agreement=tested.id, file=tested.file)


def _untested(loaded: LoadedAgreement) -> Iterator[Untested]:
    """The obligations that a log can judge and that have no example."""
    for obligation, place in zip(loaded.agreement.obligations, loaded.places(), strict=True):
        if not obligation.examples and obligation.by_log:
            at = FilePlace(loaded.source.name, *place)
            yield Untested(loaded.agreement.id, obligation.id, obligation.title, at)


class _Bench:
    """Where the examples of a run are judged, one after the other, their logs in one place."""

    def __init__(self, loaded: Loaded, loader: LogLoader, file: Path) -> None:
        self.loaded = loaded
        self.loader = loader
        self.file = file

    def judge_all(self, loaded: LoadedAgreement) -> Iterator[ExampleResult]:
        """The results of an agreement's examples; what is wrong with their logs goes to the problems of the run."""
        numbers = {o.id: i for i, o in enumerate(loaded.whole_agreement.obligations)}
        for obligation in loaded.agreement.obligations:
            for i, example in enumerate(obligation.examples):
                written = _Written(
                    loaded, obligation, example, i + 1, ("obligations", numbers[obligation.id], "examples", i)
                )
                yield self._judge(written)

    def _judge(self, written: _Written) -> ExampleResult:
        case = self._case(written)
        answered = answer(case, written.example) if case else None
        if isinstance(answered, str):
            self.loaded.problems.append(written.problem(answered))
        return written.result(answered if isinstance(answered, Answer) else None)

    def _case(self, written: _Written) -> Case | None:
        """The obligation alone with the example's log; None when the log cannot be read."""
        loaded, example = written.loaded, written.example
        agreement = only(loaded.agreement, written.obligation, example)
        self.file.write_text(example.log, encoding="utf-8", newline="")
        log = self.loader.load(_narrow(agreement, example), [(self.file, loaded.source.name)], records=example.records)
        # A log without rows is an example of what was never done.
        problems = [written.of_log(p) for p in log.problems if p.code != "empty-log"]
        self.loaded.problems += problems
        if log.log is None or any(p.level == "error" for p in problems):
            return None
        supplied = self.loaded.project.settings.lists.get(agreement.id, {})
        return Case(
            agreement,
            loaded.calendar,
            loaded.source.name,
            [written.at],
            lists_of(agreement, example, supplied),
            log.log,
            log.results,
            agreement.nouns(),
        )


def _narrow(agreement: Agreement, example: Example) -> Agreement:
    """The agreement with the columns alone that its rules read or the log has: a table of all takes much longer."""
    header = fold(example.log.lstrip().partition("\n")[0])
    read = {use.column for o in agreement.obligations for _, rule in o.rules() for use in rule.all_uses()}
    activities = {
        code: activity.model_copy(
            update={"columns": {c: kind for c, kind in activity.columns.items() if c in read or fold(c) in header}}
        )
        for code, activity in agreement.activities.items()
    }
    return agreement.model_copy(update={"activities": activities})


@dataclass(frozen=True, slots=True)
class _Written:
    """An example where it is written."""

    loaded: LoadedAgreement
    obligation: Obligation
    example: Example
    number: int
    path: tuple[str | int, ...]

    @property
    def at(self) -> tuple[int, int]:
        """The line and column of the example."""
        return self.loaded.source.place(self.path)

    def line_of(self, line: int) -> int:
        """Where a line of its log stands in the agreement's file: exactly in a block that `|` begins, else where the log begins."""
        source = self.loaded.source
        first, column = source.place((*self.path, "log"))
        begins = source.text.splitlines()[first - 1][column - 1 :]
        return first + line if _BLOCK.match(begins) else first

    def problem(self, message: str) -> Problem:
        """An error at the example."""
        told = self.loaded.source.problem("empty-window", f"{self._name}: {message}", self.at)
        return replace(told, agreement=self.loaded.agreement.id)

    def of_log(self, problem: Problem) -> Problem:
        """What is wrong with its log, told with the lines of the agreement's file."""
        line = self.line_of(problem.line) if problem.line else self.loaded.source.place((*self.path, "log"))[0]
        message = f"{self._name}: {problem.message.removeprefix(f'{problem.file}: ')}"
        return replace(problem, message=message, agreement=self.loaded.agreement.id, line=line)

    @property
    def _name(self) -> str:
        many = len(self.obligation.examples)
        return f"example {self.number} of {self.obligation.id}" if many > 1 else f"the example of {self.obligation.id}"

    def result(self, answered: Answer | None) -> ExampleResult:
        """What it comes to; `answered` is None where it could not be judged."""
        actual = answered.result.verdict if answered else None
        expected = self.example.verdict
        ok = actual is expected
        return ExampleResult(
            agreement=self.loaded.agreement.id,
            obligation=self.obligation.id,
            title=self.obligation.title,
            number=self.number,
            says=self.example.says,
            reading=self.example.reading,
            place=FilePlace(self.loaded.source.name, *self.at),
            status="ok" if ok else "failed" if answered else "not-run",
            expected=expected,
            actual=actual,
            from_=answered.window.from_ if answered else None,
            to=answered.window.to if answered else None,
            as_of=answered.as_of if answered else None,
            why=tuple(explanation(answered, expected, self.line_of)) if answered and not ok else (),
        )
