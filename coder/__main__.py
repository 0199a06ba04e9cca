"""The `coder` command: the window, or one of the headless commands."""

from __future__ import annotations

import sys
from pathlib import Path

from coder.errors import CoderError


def main() -> None:
    """Run the command line and exit with 0, 1 (a known problem, told on stderr) or 2 (wrong usage)."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run with these arguments and return the exit code."""
    try:
        from coder import app

        if not arguments:
            return app.run_window(None)
        if len(arguments) == 1 and _is_project(arguments[0]):
            return app.run_window(Path(arguments[0]))
        return app.run_command(arguments)
    except CoderError as error:
        print(f"coder: {error.message}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _is_project(argument: str) -> bool:
    """Tell a project from the name of a command; the command line is not loaded for the window."""
    return not argument.startswith("-") and (argument.endswith(".coder") or Path(argument).is_file())


if __name__ == "__main__":
    main()
