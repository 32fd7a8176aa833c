"""What every test answers for: it uses nothing that neither the environment nor a target brings.

A font or a program that happens to lie on a developer's machine is missing on the next one. The
files that a test opens and the programs that it starts are watched (what a program of the system
opens is its package's own matter); test_declared.py looks for paths in the code.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.declared import BASE_FILES, BASE_PROGRAMS, SYSTEM_FILES, SYSTEM_PROGRAMS
from tests.longest import LONGEST

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.web_office import Served

# As the command line has it (app/cli.py): records have no circles, and to look for them among all
# that the tests keep would take a fifth of their time.
gc.set_threshold(200_000, 10, 10)

# A shell starts what runs in its background with Ctrl-C ignored, and so would be all that the tests
# start to see it ended.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes is the machine's matter, not the property's: a bench measures time.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

_OWN = tuple(
    {
        os.path.realpath(folder)
        for folder in (Path(__file__).parent.parent, sys.prefix, tempfile.gettempdir())
    }
    | {os.path.realpath(path) for path in sys.path if path}
    | {"/dev", "/proc", "/sys"}
)
"""The repository, the environment with its Python, and what the tests make themselves."""

_opened: set[str] = set()
_started: set[str] = set()


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        path = arguments[0]
        if isinstance(path, str) and path.startswith("/") and not path.startswith(_OWN):
            _opened.add(path)
    elif event == "subprocess.Popen":
        _started.add(os.fsdecode(arguments[0]))


sys.addaudithook(_watch)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first (the Makefile tells xdist to keep the order)."""
    place = {f"test_{name}.py": at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.name, len(place)))


@pytest.fixture(autouse=True)
def nothing_undeclared() -> Iterator[None]:
    """Fails the test that opened or started what is not declared."""
    _opened.clear()
    _started.clear()
    yield
    declared = (*_OWN, *BASE_FILES, *SYSTEM_FILES)
    real = {os.path.realpath(path) for path in _opened}
    files = {path for path in real if os.path.isfile(path) and not path.startswith(declared)}
    found = {shutil.which(name) or name for name in _started}
    programs = {
        path
        for path in found
        if os.path.basename(path) not in BASE_PROGRAMS | SYSTEM_PROGRAMS.keys()
        and not path.startswith(_OWN)
    }
    assert not files | programs, "neither the environment nor a target of the Makefile brings it"


@pytest.fixture(scope="session", autouse=True)
def one_thread_a_model() -> Iterator[None]:
    """A model's threads wait for one another: beside other processes of tests, which have the
    other processors, two take a sixth more time than one."""
    from dutylist.extract.formats.scan import models

    with pytest.MonkeyPatch.context() as patch:
        if "PYTEST_XDIST_WORKER" in os.environ:
            patch.setattr(models, "MOST_THREADS", 1)
        yield


# Imported within: most tests need neither a browser nor the page.


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for the tests of one file."""
    from tests.web_office import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page over an empty data folder, for the tests of one file."""
    from dutylist.app.web.settings import Settings
    from tests.web_office import serving

    with serving(Settings(tmp_path_factory.mktemp("office") / "data")) as served:
        yield served


@pytest.fixture(scope="module")
def in_this_process() -> Iterator[None]:
    """What the page gives to a process of its own is done in this one, for the tests of one file:
    for those that ask what is answered, not how it is bounded."""
    from dutylist.app.web import bounded
    from tests.unbounded import Unbounded

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bounded, "Worker", Unbounded)
        yield


@pytest.fixture
def in_its_own_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same as the page has it, for a test among those that asks how it is bounded."""
    from dutylist.app.web import bounded
    from dutylist.app.worker.process import Worker

    monkeypatch.setattr(bounded, "Worker", Worker)
