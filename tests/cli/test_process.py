"""The command as a process among others: pipes, interruptions, its version, and a system that lacks something."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coder import __version__, screen
from coder.services.checking import check_project
from coder.services.project import open_project
from coder.services.sample import build_sample

CODER = [sys.executable, "-m", "coder"]
INTERRUPTIBLE = (
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "runpy.run_module('coder', run_name='__main__', alter_sys=True)"
)
"""The same command where Control C counts: in tests that were started in the background it is ignored."""


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "Sample.coder"
    build_sample(path, coder="Ana").close()
    return path


def test_it_says_its_version() -> None:
    done = subprocess.run([*CODER, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"coder {__version__}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Pipes end otherwise on Windows.")
@pytest.mark.parametrize("more", [[], ["--json"]])
def test_a_reader_who_has_seen_enough_is_no_error_to_read_about(sample: Path, more: list[str]) -> None:
    listing = subprocess.Popen(
        [*CODER, "list", str(sample), "codings", *more], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert listing.stdout is not None
    assert listing.stderr is not None
    listing.stdout.readline()
    listing.stdout.close()
    said = listing.stderr.read()
    listing.stderr.close()
    assert listing.wait(20) in (0, 1)
    assert said == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="There is no device that is always full here.")
@pytest.mark.parametrize(
    "command",
    [["export", "--table", "evidence", "--format", "csv"], ["report", "--format", "html"], ["chart", "coverage"]],
)
def test_standard_output_without_room_is_said_in_a_sentence(sample: Path, command: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*CODER, command[0], str(sample), *command[1:], "-o", "-"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == (
        "coder: Standard output took only a part: there is no room left. Write to a file, or elsewhere.\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Control C is another thing on Windows.")
def test_control_c_ends_it_without_a_traceback_and_leaves_the_project_sound(sample: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTIBLE, "suggest", str(sample)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        running.wait(0.6)
    said = ""
    for _ in range(40):
        # Python drops a Ctrl+C that comes while it lets go of a lock of an import; a person presses again.
        running.send_signal(signal.SIGINT)
        try:
            _, said = running.communicate(timeout=0.5)
            break
        except subprocess.TimeoutExpired:
            continue
    running.kill()
    assert running.wait() not in (0, 2, -signal.SIGKILL)
    assert "Exception ignored" in said or "Traceback" not in said
    project = open_project(sample)
    assert not check_project(project).problems
    project.close()


def test_a_screen_is_known_by_its_display() -> None:
    assert screen.has_screen({"DISPLAY": ":0"}, "linux")
    assert screen.has_screen({"WAYLAND_DISPLAY": "wayland-0"}, "linux")
    assert not screen.has_screen({}, "linux")
    assert not screen.has_screen({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux")
    assert screen.has_screen({}, "darwin")


def test_what_the_system_lacks_is_named_by_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(screen.LINUX_PACKAGES, "libnosuchthing.so.9", "libnosuchthing9")
    assert "libnosuchthing9" in screen.missing_packages(with_display=True, platform="linux")
    assert screen.missing_packages(with_display=True, platform="win32") == []


def test_the_demo_without_a_screen_does_the_whole_job_in_print(tmp_path: Path) -> None:
    done = subprocess.run([*CODER, "demo", "--headless", str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.count("key term") >= 3, "the passages are those with the best reasons"
    assert (tmp_path / "Sample evidence.csv").is_file()
