"""The `coder` command: the window, or one of the headless commands."""

from __future__ import annotations

import io
import sys
from pathlib import Path

from coder.errors import CoderError
from coder.failing import keep_words_out, where


def main() -> None:
    """Run the command line and exit with 0, 1 (a known problem, told on stderr) or 2 (wrong usage)."""
    keep_words_out()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run with these arguments and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A file's name need not be text in the terminal's encoding; what cannot be printed is escaped.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
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
    except Exception as error:  # noqa: BLE001  # the last place where an error can be told without anybody's words
        print(
            f"coder: something went wrong that we did not foresee ({where(error)}). The project is as it was before "
            "this command; “coder check” tells whether it is sound.",
            file=sys.stderr,
        )
        return 1


def _is_project(argument: str) -> bool:
    """Tell a project from the name of a command; the command line is not loaded for the window."""
    return not argument.startswith("-") and (argument.endswith(".coder") or Path(argument).is_file())


if __name__ == "__main__":
    main()
