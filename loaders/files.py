"""The export files behind what a person names: files, folders, patterns and zip archives.

Archives are unpacked within bounds: members, bytes, ratio; no path leaves its folder, and an
archive in an archive is refused.
"""

import glob
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from loaders.forms import is_workbook
from loaders.text import CHUNK, UNPACKED_LIMIT
from metrics.errors import ExportError

SUFFIXES = (".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx", ".xls", ".ods", ".parquet",
            ".xes", ".csv.gz", ".tsv.gz", ".json.gz", ".jsonl.gz", ".ndjson.gz", ".xes.gz",
            ".zip")  # fmt: skip
ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz", ".7z", ".rar", ".bz2", ".xz")
MAPPINGS = (".yaml", ".yml")
MEMBER_LIMIT = 1_000  # a page of an API is a file at worst: 1,000 pages of 100 cases
RATIO_LIMIT = 250  # JSON with long keys packs 60 to 1 at most; a bomb packs 1,000 to 1
RATIO_FROM = 1 << 24  # 16 MB: below it no ratio does harm


@contextmanager
def opened(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """The export files behind `paths`, archives unpacked for as long as the block lasts.

    Raises `ExportError` when there are none or an archive is out of bounds.
    """
    with tempfile.TemporaryDirectory(prefix="tierline-unpacked-") as place:
        yield [
            file
            for number, path in enumerate(files(paths))
            for file in unzipped(path, Path(place) / str(number))
        ]


def files(paths: Sequence[Path]) -> list[Path]:
    """The files behind paths: of a folder those that end like an export, of a pattern those
    that it fits, by name.

    Raises `ExportError` when there are none.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += _inside(path)
        elif not path.exists() and glob.has_magic(str(path)):
            found += _fitting(path)
        else:
            found.append(path)
    return found


def unzipped(path: Path, folder: Path) -> list[Path]:
    """The exports in a zip archive, unpacked below `folder`; any other file as it is."""
    if not _is_archive(path):
        return [path]
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive, path.name)
            for member in members:
                _unpack(archive, member, folder / path.name, path.name)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError) as error:
        cure = "Fetch it again, or pack it without a password. Nothing of it was landed."
        raise ExportError(f"the archive is damaged ({error})", path.name, None, cure) from error
    unpacked = [folder / path.name / member.filename for member in members]
    exports = sorted(one for one in unpacked if one.name.lower().endswith(SUFFIXES))
    if not exports:
        cure = f"An export ends in {', '.join(SUFFIXES)}."
        raise ExportError("the archive holds no export", where=path.name, next_step=cure)
    return exports


def _inside(folder: Path) -> list[Path]:
    inside = sorted(one for one in folder.iterdir() if one.name.lower().endswith(SUFFIXES))
    if not inside:
        raise ExportError(
            f"the folder holds no file that ends in {', '.join(SUFFIXES)}", where=str(folder)
        )
    for one in inside:
        if not one.resolve().is_relative_to(folder.resolve()):
            raise ExportError(
                "the file is a link that leads out of the folder",
                where=str(one),
                next_step="Name the file itself if it is meant. Nothing was landed.",
            )
    return inside


def _fitting(pattern: Path) -> list[Path]:
    found = sorted(Path(one) for one in glob.glob(str(pattern), recursive=True))
    fitting = [one for one in found if one.is_file() and not one.name.endswith(MAPPINGS)]
    if not fitting:
        raise ExportError("no file fits the pattern", where=str(pattern))
    return fitting


def _is_archive(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        is_zip = file.read(4) == b"PK\x03\x04"
    return is_zip and zipfile.is_zipfile(path) and not is_workbook(path)


def _members(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """The members worth unpacking.

    Raises `ExportError` when one leads out, is an archive, or they are too many or too large.
    """
    members = [one for one in archive.infolist() if not one.is_dir()]
    if len(members) > MEMBER_LIMIT:
        raise _out_of_bounds(f"{len(members):,} files; the limit is {MEMBER_LIMIT:,}", name)
    for one in members:
        _refuse_member(one, name)
    size = sum(one.file_size for one in members)
    if size > UNPACKED_LIMIT:
        raise _out_of_bounds(f"{size:,} bytes; the limit is {UNPACKED_LIMIT:,}", name)
    hidden = ("__MACOSX", ".")
    return [
        one
        for one in members
        if one.filename.lower().endswith((*SUFFIXES, *MAPPINGS))
        and not any(part.startswith(hidden) for part in PurePosixPath(one.filename).parts)
    ]


def _refuse_member(member: zipfile.ZipInfo, name: str) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    leads_out = path.is_absolute() or ".." in path.parts or ":" in member.filename
    if leads_out or stat.S_ISLNK(member.external_attr >> 16):
        raise _out_of_bounds(f'"{member.filename}", which leads out of the archive', name)
    if path.name.lower().endswith(ARCHIVES):
        raise _out_of_bounds(f'"{member.filename}", an archive in the archive', name)
    is_large = member.file_size > RATIO_FROM
    if is_large and member.file_size > RATIO_LIMIT * max(member.compress_size, 1):
        ratio = member.file_size // max(member.compress_size, 1)
        raise _out_of_bounds(f'"{member.filename}", packed {ratio:,} to 1', name)


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, name: str) -> None:
    """One member, which may not be larger than it says."""
    target = folder / member.filename
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as packed, target.open("wb") as plain:
        shutil.copyfileobj(packed, plain, CHUNK)
    if target.stat().st_size != member.file_size:
        raise _out_of_bounds(f'"{member.filename}", which is not as large as it says', name)


def _out_of_bounds(what: str, name: str) -> ExportError:
    return ExportError(
        f"the archive holds {what}",
        where=name,
        next_step="Unpack it by hand if it is meant. Nothing of it was landed.",
    )
