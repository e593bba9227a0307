"""The one folder in which a run of the tests leaves things: made by the first process of the run, gone when that ends.

What a run that was killed could not remove, the next one does: the name holds the number of the process that made it.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VARIABLE = "WEICHENG_TEST_SCRATCH"
PREFIX = "weicheng-tests-"
FOLDER = Path("/tmp")  # short enough for the socket of a database server


def scratch() -> Path:
    """The folder of this run, which the processes it starts find in the environment."""
    given = os.environ.get(VARIABLE)
    if given and Path(given).is_dir():
        return Path(given)
    sweep()
    made = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=FOLDER))
    made.chmod(0o755)  # as root we run the database server under another name
    os.environ[VARIABLE] = str(made)
    atexit.register(_remove, made, os.getpid())
    return made


def fresh_folder(prefix: str) -> Path:
    """A new folder within it."""
    return Path(tempfile.mkdtemp(prefix=prefix, dir=scratch()))


def _remove(made: Path, owner: int) -> None:
    if os.getpid() == owner:  # a forked child ends without being the end of the run
        shutil.rmtree(made, ignore_errors=True)


def sweep(folder: Path = FOLDER) -> None:
    """Remove what runs left behind that no longer live."""
    for left in folder.glob(f"{PREFIX}*-*"):
        owner = left.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdigit() and not Path("/proc", owner).exists():
            shutil.rmtree(left, ignore_errors=True)
