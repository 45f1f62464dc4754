"""Named arrays in a folder: written all at once, read by mapping the files, checked for damage."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]


class DamagedArrays(Exception):
    """What lies there is not what was saved, or nothing."""


def save(arrays: Arrays, folder: Path, form: int, about: Mapping[str, float]) -> None:
    """Write arrays to `folder` all at once: a reader sees all of them or none.

    `form` numbers what the arrays mean; `about` is kept with them. When another process was
    quicker, its arrays are left in place.
    """
    building = folder.with_name(folder.name + f".{os.getpid()}.new")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    for name, array in arrays.items():
        np.save(building / f"{name}.npy", array, allow_pickle=False)
    state = {
        "format": form,
        "about": dict(about),
        "sums": {name: _checksum(building / f"{name}.npy") for name in arrays},
        "lengths": {name: len(array) for name, array in arrays.items()},
    }
    (building / "state.json").write_text(json.dumps(state), encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        building.rename(folder)
    except OSError:
        if not folder.exists():
            raise
        shutil.rmtree(building, ignore_errors=True)


def load(folder: Path, form: int) -> tuple[dict[str, NDArray[Any]], dict[str, float]]:
    """Open saved arrays without reading them into memory, with what was kept about them.

    Raises `DamagedArrays` when a file is missing, cut off, of another form or does not belong to the others.
    """
    try:
        state = _state(folder)
        arrays = {name: _mapped(folder / f"{name}.npy") for name in state["lengths"]}
        whole = state["format"] == form and all(len(array) == state["lengths"][name] for name, array in arrays.items())
        about = {name: float(value) for name, value in state["about"].items()}
        # Others may have taken their place meanwhile, and some arrays be of those.
        whole = whole and _state(folder) == state
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError) as error:
        raise DamagedArrays(str(folder)) from error
    if not whole:
        raise DamagedArrays(str(folder))
    return arrays, about


def verify(folder: Path, form: int) -> None:
    """Read saved arrays through. Raises `DamagedArrays` when they are not what was saved."""
    arrays, _ = load(folder, form)
    try:
        sums = _state(folder)["sums"]
        sound = all(_checksum(folder / f"{name}.npy") == sums[name] for name in arrays)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedArrays(str(folder)) from error
    if not sound:
        raise DamagedArrays(str(folder))


def _state(folder: Path) -> dict[str, Any]:
    state: dict[str, Any] = json.loads((folder / "state.json").read_text(encoding="utf-8"))
    return state


def _mapped(file: Path) -> NDArray[Any]:
    """A plain array over the mapped file: slices of numpy's own memmap class take ten times as long to make."""
    return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))


def _checksum(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
