"""Telling an error that nobody foresaw, so that it can be mended, without a word of what people said.

What an exception says may quote the very text that it stumbled over, so that is left out unless it is known to be
the program's own words.
"""

from __future__ import annotations

import sys
import threading
import traceback
from types import TracebackType

_OWN_WORDS = (AttributeError, ImportError, NameError, RecursionError, ZeroDivisionError)
"""Errors that name parts of the program, not values."""

LEFT_OUT = "(what it says is left out: it may quote a transcript)"


def told(error: BaseException) -> str:
    """Return what happened and where, with what came before it; no values, and no words but the program's own."""
    chain: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in chain:
        chain.append(each)
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return "\nThen, while that was dealt with:\n\n".join(_one(each) for each in reversed(chain))


def where(error: BaseException) -> str:
    """Return the kind of an error and the place in the program where it arose, in a few words."""
    frames = traceback.extract_tb(error.__traceback__)
    at = f" in {frames[-1].name}, line {frames[-1].lineno} of {frames[-1].filename}" if frames else ""
    return f"{type(error).__name__}{at}"


def keep_words_out() -> None:
    """Tell every error that nobody catches in this process as `told` does, also of threads and finalizers."""

    def tell(kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None) -> None:
        sys.stderr.write(told(error) if error is not None else f"{kind.__name__}\n")

    def tell_of_thread(found: threading.ExceptHookArgs) -> None:
        if found.exc_type is not SystemExit:
            tell(found.exc_type, found.exc_value, found.exc_traceback)

    sys.excepthook = tell
    threading.excepthook = tell_of_thread
    sys.unraisablehook = lambda found: tell(found.exc_type, found.exc_value, found.exc_traceback)


def _one(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    source = (frames[-1].line or "") if frames else ""
    message = " ".join(str(error).split()) if _is_own(error, source) else LEFT_OUT
    lines = ["Traceback (most recent call last):\n", *traceback.format_list(frames)] if frames else []
    return "".join([*lines, f"{type(error).__qualname__}: {message}\n"])


def _is_own(error: BaseException, source: str) -> bool:
    """Tell whether a message is the program's own: it stands in the line that raised it, or names parts of it."""
    try:
        message = str(error)
    except Exception:  # noqa: BLE001  # an error that cannot even say what it is
        return False
    return not message or isinstance(error, _OWN_WORDS) or message in source
