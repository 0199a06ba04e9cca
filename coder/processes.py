"""Which process on which machine: so that what a dead one left behind is known for that."""

from __future__ import annotations

import os
import socket
import sys
import uuid
from collections.abc import Mapping
from pathlib import Path


def this_process() -> dict[str, str]:
    """Return what tells this process from all others, on this machine and on any other."""
    return {**_machine(), "pid": str(os.getpid()), "started": _started(os.getpid())}


def has_ended(process: Mapping[str, str]) -> bool:
    """Tell whether a process of `this_process` ended for certain: it ran on this machine, and is not there any more.

    A number that was given to another process since is told by when that one started.
    """
    here = _machine()
    if not process.get("machine") or any(process.get(key) != here[key] for key in ("machine", "host")):
        return False
    if here["boot"] and process.get("boot") and process["boot"] != here["boot"]:
        return True
    if process.get("space") != here["space"]:
        return False
    pid = process.get("pid", "")
    if not pid.isascii() or not pid.isdecimal() or not 0 < int(pid) < 1 << 31:
        return False
    if not _is_there(int(pid)):
        return True
    started = _started(int(pid))
    return bool(started and process.get("started") and started != process["started"])


def _machine() -> dict[str, str]:
    """Return what tells this machine: two may have the same name, and containers share one machine."""
    return {
        "host": socket.gethostname(),
        "machine": _first(Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")) or f"{uuid.getnode():x}",
        "boot": _first(Path("/proc/sys/kernel/random/boot_id")),
        "space": _space(),
    }


def _first(*files: Path) -> str:
    for file in files:
        try:
            if text := file.read_text(encoding="ascii").strip():
                return text
        except (OSError, ValueError):
            continue
    return ""


def _space() -> str:
    """Return the name of the space in which numbers of processes count, where the system has several."""
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _QUERY = 0x1000
    _STILL_ACTIVE = 259
    _DENIED = 5

    def _is_there(pid: int) -> bool:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = wintypes.HANDLE
        handle = kernel.OpenProcess(_QUERY, False, pid)
        if not handle:
            return ctypes.get_last_error() == _DENIED
        try:
            code = wintypes.DWORD()
            known = kernel.GetExitCodeProcess(wintypes.HANDLE(handle), ctypes.byref(code))
            return not known or code.value == _STILL_ACTIVE
        finally:
            kernel.CloseHandle(wintypes.HANDLE(handle))

    def _started(pid: int) -> str:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = wintypes.HANDLE
        handle = kernel.OpenProcess(_QUERY, False, pid)
        if not handle:
            return ""
        try:
            times = [wintypes.FILETIME() for _ in range(4)]
            if not kernel.GetProcessTimes(wintypes.HANDLE(handle), *map(ctypes.byref, times)):
                return ""
            return str(times[0].dwHighDateTime << 32 | times[0].dwLowDateTime)
        finally:
            kernel.CloseHandle(wintypes.HANDLE(handle))

else:

    def _is_there(pid: int) -> bool:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True
        # A process that ended and that nobody has asked for yet is none any more.
        return _stat(pid)[:1] != ["Z"]

    def _started(pid: int) -> str:
        """Return when a process started, in the system's own count; empty where the system does not tell."""
        fields = _stat(pid)
        return fields[19] if len(fields) > 19 else ""

    def _stat(pid: int) -> list[str]:
        try:
            text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            return []
        # The name of the program, in brackets, may hold anything.
        return text.rpartition(")")[2].split()
