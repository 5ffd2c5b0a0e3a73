"""YAML for the tests, with the scalars of YAML 1.2's core schema: `no`, `12:30` and `2015-06-01` are text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml


class CoreLoader(yaml.BaseLoader):
    """PyYAML's plainest loader, told about null, true/false, integers and floats and nothing else."""


def _of(tag: str) -> str:
    return f"tag:yaml.org,2002:{tag}"


# BaseLoader has no resolvers at all, so what is not listed here stays text.
for _tag, _pattern, _first in (
    ("null", r"^(?:null|Null|NULL|~|)$", ["n", "N", "~", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", list("-+0123456789")),
    (
        "float",
        r"^(?:[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$",
        list("-+.0123456789"),
    ),
):
    CoreLoader.add_implicit_resolver(_of(_tag), re.compile(_pattern), _first)


def _integer(loader: CoreLoader, node: yaml.ScalarNode) -> int:
    text = node.value
    if text.startswith("0o"):
        return int(text[2:], 8)
    return int(text, 16) if text.startswith("0x") else int(text)


def _float(loader: CoreLoader, node: yaml.ScalarNode) -> float:
    return float(node.value.lower().replace(".inf", "inf").replace(".nan", "nan"))


CoreLoader.add_constructor(_of("null"), lambda loader, node: None)
CoreLoader.add_constructor(_of("bool"), lambda loader, node: node.value.lower() == "true")
CoreLoader.add_constructor(_of("int"), _integer)
CoreLoader.add_constructor(_of("float"), _float)


def loads(text: str) -> Any:
    """The value that a YAML text stands for."""
    return yaml.load(text, Loader=CoreLoader)


def load(path: Path) -> Any:
    """The value that a YAML file stands for."""
    return loads(path.read_text(encoding="utf-8"))
