"""Why a log file cannot be used at all."""

from __future__ import annotations

from mou_check.model.problems import Problem


class LogFileError(Exception):
    """No row of a file can be trusted: the code of the problem, a sentence that says why, and the place if there is one."""

    def __init__(self, code: str, message: str, line: int | None = None, row: int | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.line, self.row = code, message, line, row

    def problem(self, file: str) -> Problem:
        """What is told of the file."""
        return Problem("error", self.code, self.message, file=file, row=self.row, line=self.line)
