"""`mou-check explain`: what a rule kind, a problem code, a verdict, a check of lint or an observation of a log means."""

from __future__ import annotations

import sys

import click


@click.command("explain")
@click.argument("topic", required=False, metavar="[TOPIC]")
def command(topic: str | None) -> int:
    """Explain a rule kind, a problem code, a verdict, a check of lint or an observation of a log.

    TOPIC is one of them, such as count, bad-date or no-data; without it all are listed.

    \b
    Example:
      mou-check explain notice
      mou-check explain ragged-row
      mou-check explain two-frequencies
    """
    import inspect

    from mou_check.lint.checks import CODES as CHECKS
    from mou_check.model.log_report import OBSERVATIONS
    from mou_check.model.problems import CODES
    from mou_check.model.verdicts import MEANINGS
    from mou_check.model.words import did_you_mean
    from mou_check.rules import KINDS

    manuals = {kind: inspect.getdoc(sys.modules[rule.__module__]) or "" for kind, rule in KINDS.items()}
    verdicts = {verdict.value: meaning for verdict, meaning in MEANINGS.items()}
    checks = {code: check.explanation for code, check in CHECKS.items()}
    topics = {**manuals, **CODES, **OBSERVATIONS, **verdicts, **checks}
    if topic is None:
        first_lines = {kind: manual.partition("\n")[0].partition(": ")[2] for kind, manual in manuals.items()}
        found = {code: " ".join(text.partition("\n\n")[0].split()) for code, text in checks.items()}
        sections = {
            "Rule kinds": first_lines,
            "Verdicts": verdicts,
            "Problem codes": CODES,
            "Observations of a log": OBSERVATIONS,
            "Checks of lint": found,
        }
        for title, entries in sections.items():
            click.echo(f"{title}:")
            for name, text in entries.items():
                click.echo(f"  {name:<{max(map(len, entries))}} {text.partition('. ')[0].rstrip('.')}.")
        return 0
    if topic not in topics:
        raise click.UsageError(f'there is nothing to explain under "{topic}".{did_you_mean(topic, topics)}')
    click.echo(topics[topic] if topic in manuals else f"{topic}: {topics[topic]}")
    return 0
