"""One pass over a config folder: opening its files, and collecting what is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from worker.errors import ConfigError, Problem
from worker.settings.faults import Checked, M, checked, suggestion
from worker.settings.kept import Digests, Kept
from worker.settings.yamlfile import MAX_BYTES, YamlFile, load
from worker.settings.yamlfile import Path as YamlPath

RULES, ENTITIES = "rules", "entities"  # folders


def yaml_files(folder: Path) -> list[Path]:
    """The YAML files of a folder by name, hidden ones (an editor's) left out; none when there is no such folder."""
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.suffix in (".yaml", ".yml") and not p.name.startswith("."))


@dataclass(slots=True)
class Reading:
    """One pass over a folder: what was found wrong so far, and where each id stood first."""

    folder: Path
    environment: Mapping[str, str]
    kept: Kept = field(default_factory=Kept)
    problems: list[Problem] = field(default_factory=list)
    first: dict[tuple[str, str], str] = field(default_factory=dict)

    def file(
        self, path: Path, model: type[M], entries: str = "", *, core: Collection[str] = (), private: bool = False
    ) -> Checked[M] | None:
        """A file that fits its model, less its bad entries (see `checked`); None when it cannot be used at all."""
        try:
            file = load(str(path), _bytes(path), private=private)
        except FileNotFoundError:
            self._file_problem(path, "there is no such file", f"run `northwatch init {self.folder}` to get a starter config")
            return None
        except OSError as error:
            self._file_problem(path, f"cannot be read: {error.strerror or error}", "check what it is and who may read it")
            return None
        except ConfigError as error:
            self.problems += error.problems
            return None
        found, problems = checked(file, model, entries, core)
        self.problems += problems
        return found

    def yaml_files(self, folder: Path) -> list[Path]:
        """The YAML files of a folder; a problem and none when it may not be listed."""
        try:
            return yaml_files(folder)
        except OSError as error:
            self._file_problem(folder, f"cannot be listed: {error.strerror or error}", "check who may read it")
            return []

    def digests(self, paths: Iterable[Path]) -> Digests | None:
        """What the files hold, for comparing; None when one of them cannot be read, of which nothing is said."""
        try:
            return tuple((str(path), hashlib.sha256(_bytes(path)).digest()) for path in paths)
        except OSError:
            return None

    def _file_problem(self, path: Path, message: str, hint: str) -> None:
        self.problems.append(Problem(str(path), 1, 1, message, hint))

    def value_problem(self, file: YamlFile, path: YamlPath, message: str, hint: str = "", offset: int | None = None) -> None:
        """A problem at a value, or at one character of it."""
        at = file.mark(path) if offset is None else file.offset_position(path, offset)
        self.problems.append(file.problem(at, message, hint))

    def key_problem(self, file: YamlFile, path: YamlPath, message: str, hint: str = "") -> None:
        """A problem at the key that `path` ends with."""
        self.problems.append(file.problem(file.key_mark(path), message, hint))

    def is_new(self, kind: str, id: str, file: YamlFile, path: YamlPath) -> bool:
        """Whether no other thing of this kind has the id; the second one is a problem that names the first place."""
        line, column = file.mark(path)
        here = f"{file.name}:{line}:{column}"
        before = self.first.setdefault((kind, id), here)
        if before == here:
            return True
        self.value_problem(file, path, f"{kind} id {id!r} is used before, at {before}", "give one of the two another id")
        return False

    def check_known(self, kind: str, used: Iterable[str], known: frozenset[str] | None, file: YamlFile, path: YamlPath) -> None:
        """A problem for each name of a list that names nothing. `known` None: the names could not be read, so nothing is said."""
        for index, name in enumerate(used if known is not None else ()):
            if name not in (known or ()):
                self.value_problem(file, (*path, index), f"no {kind} {name!r}", suggestion(name, known or ()))


def _bytes(path: Path) -> bytes:
    """At most one byte more than is read, so that the limit is noticed; OSError for what is no regular file."""
    if path.exists() and not path.is_file():
        raise OSError("it is no regular file")
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)
