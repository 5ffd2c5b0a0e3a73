"""Logs packed with gzip or zstd, unpacked piece by piece."""

from __future__ import annotations

import importlib
import shutil
import zlib
from pathlib import Path
from typing import Any, BinaryIO

from mou_check.load.log_faults import LogFileError
from mou_check.load.workroom import Workroom

_PIECE = 1 << 20


def unpacked(path: Path, name: str, form: str, room: Workroom) -> Path:
    """What is packed in a file, as a file of its own. Raises `LogFileError` when it is damaged."""
    result = room.new("")
    source, faults = _gzip(path) if form == "gzip" else _zstd(path, name)
    try:
        with source, result.open("wb") as out:
            shutil.copyfileobj(source, out, _PIECE)
    except EOFError:
        raise LogFileError(
            "bad-file", f"{name} ends before what is packed in it does; it was cut off, so copy it anew"
        ) from None
    except faults:
        raise LogFileError("bad-file", f"{name} is damaged: it cannot be unpacked ({form}); copy it anew") from None
    return result


def _gzip(path: Path) -> tuple[BinaryIO, tuple[type[Exception], ...]]:
    import gzip

    return gzip.open(path), (gzip.BadGzipFile, zlib.error)  # type: ignore[return-value]  # it reads like a file


def _zstd(path: Path, name: str) -> tuple[BinaryIO, tuple[type[Exception], ...]]:
    zstd = _zstd_module()
    if zstd is None:
        raise LogFileError(
            "bad-file",
            f'{name} is packed with zstd, which needs the package backports.zstd: pip install "mou-check[zstd]", or unpack it (zstd -d)',
        )
    return zstd.open(path), (zstd.ZstdError,)


def _zstd_module() -> Any:
    """Python has it from 3.14 on; before that a package brings the same."""
    for module in ("compression.zstd", "backports.zstd"):
        try:
            return importlib.import_module(module)
        except ModuleNotFoundError:
            continue
    return None
