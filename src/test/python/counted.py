"""Runs checks that are functions, and counts them as check.sh wants it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Callable, NoReturn

LONGEST = 2000


def run(checks: Iterable[Callable[[], None]]) -> NoReturn:
    """Prints what each that fails raises, then the line of totals, and ends the process: with 1 where one failed."""
    passed = failed = 0
    for check in checks:
        try:
            check()
            passed += 1
        except Exception as failure:  # noqa: BLE001: whatever is raised is the finding
            print(f"{check.__name__}: {type(failure).__name__}: {str(failure)[:LONGEST]}")
            failed += 1
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)
