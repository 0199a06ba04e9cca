"""What was typed on the command line: text that is no text is refused before a command begins."""

from __future__ import annotations

import os
from typing import Any

from typer.core import TyperGroup

from coder.domain.text import readable_name
from coder.errors import InvalidValueError


class CheckedGroup(TyperGroup):
    """All commands, each of which is given only text in UTF-8; names of files may be any bytes."""

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command that looks at what it is given first."""
        found = super().get_command(ctx, cmd_name)
        if found is not None:
            _check(found)
        return found


def _check(command: Any) -> None:
    if isinstance(command, TyperGroup):
        for each in command.commands.values():
            _check(each)
        return
    callback = command.callback
    if callback is None:
        return

    def checked(*args: Any, **values: Any) -> Any:
        for parameter in command.params:
            given = values.get(parameter.name or "")
            for text in given if isinstance(given, list | tuple) else [given]:
                if isinstance(text, str) and readable_name(text) != text and not os.path.lexists(text):
                    raise InvalidValueError(
                        f"What was given for {_name(parameter)} is not text in "
                        "UTF-8, so it would be kept with wrong letters. Set the terminal to UTF-8 and type it again; "
                        "nothing was changed."
                    )
        return callback(*args, **values)

    command.callback = checked


def _name(parameter: Any) -> str:
    """Return what an option or argument is called in the help."""
    name = str(parameter.opts[0])
    return name if name.startswith("-") else str(parameter.metavar or name).upper()
