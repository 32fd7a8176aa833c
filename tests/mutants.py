"""Changes the code a little, many times, and tells which changes no test noticed.

`make mutants` or `python -m tests.mutants [ROOM …] [--sample N] [--seed N] [--jobs N]`: of each
room of mutants.toml a sample of the changes that mutmut can make is tried on a copy of the tree,
below .mutants/. What went unnoticed is printed as a diff; the exit code is 1 where a room falls
short of the goal. The time limit of a change is the clock's: on a busy machine a change may be
called noticed that was only slow, so the timeouts are counted apart.

mutmut changes what stands in functions: patterns and thresholds at the head of a file, and what
is worked out while a file is imported, stay as they are.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

from mutmut.stats import status_by_exit_code

ROOT = Path(__file__).parent.parent
WORK = ROOT / ".mutants"
ROOMS = tomllib.loads((Path(__file__).parent / "mutants.toml").read_text("utf-8"))

NOTICED = {"killed", "timeout", "segfault"}
NO_CONSEQUENCE = "of no consequence"
NOT_BEGUN = 255

GUARDS = re.compile(r"(?:,\s*)?\b(?:strict=|score_cutoff=)[^,()]*")
"""Arguments that change no result: zip's lengths are equal, and below a cutoff nothing is asked."""

GOAL = 0.9
"""Of each room nine changes in ten are to be noticed."""

SETTINGS = """
[tool.mutmut]
source_paths = ["dutylist"]
only_mutate = ["dutylist/{code}/*"]
also_copy = ["conftest.py"]
pytest_add_cli_args = ["-p", "no:cacheprovider"]
pytest_add_cli_args_test_selection = {tests}
process_isolation = "forkserver"
timeout_constant = 20.0
timeout_multiplier = 3.0
use_git_change_detection = false

[tool.pytest.ini_options]
addopts = "--import-mode=importlib"
pythonpath = ["."]
# pytest escapes names that it has made once again where it collects twice in one process, as
# mutmut does: it found no test of such a name, and no trial could begin.
disable_test_id_escaping_and_forfeit_all_rights_to_community_support = true
"""

FORGET = '''"""While mutmut learns which tests call what, none lives on what another worked out.

A change is tried in a process of its own, which forgets once what collecting worked out; the
quickest tests come first, for the first failure ends the trial.
"""

import json
import os
import sys
from pathlib import Path

import pytest

LEARNT = Path("mutmut-stats.json")


def forget():
    for name, module in list(sys.modules.items()):
        if name.startswith(("tests.", "dutylist.")):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def pytest_collection_modifyitems(items):
    if LEARNT.exists():
        took = json.loads(LEARNT.read_text("utf-8"))["duration_by_test"]
        items.sort(key=lambda item: took.get(item.nodeid, 0))
    forget()


@pytest.fixture(autouse=True)
def nothing_kept():
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        forget()
'''


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=", ".join(ROOMS))
    parser.add_argument("--sample", type=int, default=120, help="changes to try in each room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    wanted = parser.parse_args()
    shares = {
        room: try_room(room, wanted.sample, wanted.seed, wanted.jobs)
        for room in wanted.rooms or ROOMS
    }
    for room, share in shares.items():
        print(f"{room}: {share:.0%} noticed")
    return int(min(shares.values()) < GOAL)


def try_room(room: str, sample: int, seed: int, jobs: int) -> float:
    """The share of the changes that were noticed. Prints the others."""
    folder = WORK / room
    lay_out(folder, ROOMS[room])
    # A name that no change has: mutmut makes them all, runs the tests once and stops.
    mutmut(folder, "run", f"--max-children={jobs}", "none")
    names = sorted(changes(folder))
    if not names:
        raise SystemExit((folder / "mutmut.log").read_text("utf-8")[-4000:])
    chosen = random.Random(seed).sample(names, min(sample, len(names)))
    mutmut(folder, "run", f"--max-children={jobs}", *chosen)
    found = changes(folder)
    counts: Counter[str] = Counter()
    for name in sorted(chosen):
        result = status(found[name])
        shown = "" if result in NOTICED else mutmut(folder, "show", name)
        if shown and only_a_guard(shown):
            result = NO_CONSEQUENCE
        elif shown:
            print(f"\n{result}: {name}\n{shown}")
        counts[result] += 1
    told = ", ".join(f"{count} {result}" for result, count in counts.most_common())
    print(f"\n{room}: {len(chosen)} of {len(names)} changes, seed {seed}: {told}\n", flush=True)
    return sum(counts[result] for result in NOTICED) / (len(chosen) - counts[NO_CONSEQUENCE])


def only_a_guard(diff: str) -> bool:
    """Whether the lines of a diff are the same but for arguments that change no result."""
    before, after = (
        [
            GUARDS.sub("", line[1:]).replace(" ", "").replace(",)", ")")
            for line in diff.splitlines()
            if line.startswith(sign) and not line.startswith(sign * 3)
        ]
        for sign in "-+"
    )
    return before == after


def status(exit_code: int | None) -> str:
    """What mutmut calls a trial that ended so; "not tried" where no test has run.

    Its fork server ends with -1 where a trial could not be begun: it counts that as a timeout.
    """
    return "not tried" if exit_code == NOT_BEGUN else str(status_by_exit_code[exit_code])


def lay_out(folder: Path, room: dict[str, str | list[str]]) -> None:
    """The tree as mutmut wants it: the package in a folder of its name, the tests beside it."""
    shutil.rmtree(folder, ignore_errors=True)
    tracked = ["git", "-c", "core.quotepath=false", "ls-files", "-co", "--exclude-standard"]
    listed = subprocess.run(tracked, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in listed.splitlines():
        inside = name.startswith("tests/")
        target = folder / name if inside else folder / "dutylist" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    tests = [f"tests/test_{name}.py" for name in room["tests"]]
    settings = SETTINGS.format(code=room["code"], tests=json.dumps(tests))
    (folder / "pyproject.toml").write_text(settings, encoding="utf-8")
    (folder / "conftest.py").write_text(FORGET, encoding="utf-8")


def changes(folder: Path) -> dict[str, int | None]:
    """Each change's name and the exit code that its tests gave, if they ran."""
    metas = (folder / "mutants").rglob("*.meta")
    return {name: code for path in metas for name, code in read(path).items()}


def read(path: Path) -> dict[str, int | None]:
    codes: dict[str, int | None] = json.loads(path.read_text("utf-8"))["exit_code_by_key"]
    return codes


def mutmut(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "mutmut", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    (folder / "mutmut.log").write_text(done.stdout[-100_000:] + done.stderr, encoding="utf-8")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
