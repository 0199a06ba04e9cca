"""Listening to what lives longer than oneself: the look, icons, actions, work in the background, the application.

A lambda, or a partial, that is connected to such a signal is called for ever, also when the widgets that it speaks of
are gone. What is connected here ends with its receiver.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, SignalInstance
from shiboken6 import isValid


class _Ear(QObject):
    """A part of the receiver that hears for it and goes with it."""

    def __init__(self, receiver: QObject, do: Callable[..., object]) -> None:
        super().__init__(receiver)
        self._do = do

    def hear(self) -> None:
        """Take note, whatever the signal carries."""
        if self._is_there():
            self._do()

    def hear_value(self, value: object) -> None:
        """Take note of the first thing that the signal carries."""
        if self._is_there():
            self._do(value)

    def _is_there(self) -> bool:
        """Tell whether whose method is called is there still: it may be a part of the receiver that went before it."""
        owner = getattr(self._do, "__self__", None)
        return not isinstance(owner, QObject) or isValid(owner)


def follow(signal: SignalInstance, receiver: QObject, do: Callable[[], object]) -> None:
    """Call `do` without arguments at each signal of something longer-lived, for as long as the receiver lives."""
    signal.connect(_Ear(receiver, do).hear)


def follow_value(signal: SignalInstance, receiver: QObject, do: Callable[..., object]) -> None:
    """Call `do` with what a signal of something longer-lived carries first, for as long as the receiver lives."""
    signal.connect(_Ear(receiver, do).hear_value)
