"""What a person names becomes export files; nothing leads out of a folder or an archive."""

import io
import zipfile
from pathlib import Path

import pytest

from loaders.files import MEMBER_LIMIT, files, opened
from metrics.errors import ExportError
from tests.loaders.exports import write


def archive(folder: Path, members: dict[str, str | bytes], name: str = "all.zip") -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, content in members.items():
            packed.writestr(member, content)
    return write(folder, out.getvalue(), name)


def refused(path: Path) -> str:
    with pytest.raises(ExportError) as error, opened([path]):
        pass
    return str(error.value)


def test_a_folder_gives_its_exports_by_name(tmp_path: Path) -> None:
    """Mappings and notes beside them are none."""
    for name in ("b.csv", "a.JSON", "c.xlsx", "a.mapping.yaml", "README.txt"):
        write(tmp_path, "x", name)

    assert [path.name for path in files([tmp_path])] == ["a.JSON", "b.csv", "c.xlsx"]


def test_a_pattern_gives_what_it_fits(tmp_path: Path) -> None:
    """Quoted on the command line, or on Windows, where the shell does not fill it in."""
    for name in ("2026/01.csv", "2026/02.csv", "2026/02.mapping.yaml"):
        write((tmp_path / name).parent, "x", Path(name).name)

    found = files([tmp_path / "**" / "0*"])

    assert [path.name for path in found] == ["01.csv", "02.csv"]
    with pytest.raises(ExportError, match="no file fits"):
        files([tmp_path / "*.xes"])


def test_a_link_that_leads_out_of_a_folder_is_refused(tmp_path: Path) -> None:
    """A shared folder is not a way to read the rest of the disk."""
    secret = write(tmp_path, "x", "secret.csv")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").symlink_to(secret)

    with pytest.raises(ExportError, match="leads out of the folder"):
        files([tmp_path / "in"])


def test_an_archive_gives_its_exports_and_their_mappings(tmp_path: Path) -> None:
    """Unpacked for as long as they are read; system files and notes are left out."""
    path = archive(
        tmp_path,
        {
            "jan/a.csv": "a,b\n1,2\n", "jan/a.mapping.yaml": "table: cases", "notes.txt": "x",
            "__MACOSX/jan/._a.csv": "x", "b.json": "[]",
        },
    )  # fmt: skip

    with opened([path]) as found:
        names = [one.name for one in found]
        beside = found[1].with_name("a.mapping.yaml").read_text()

    assert (names, beside) == (["b.json", "a.csv"], "table: cases")
    assert not found[0].exists()


@pytest.mark.parametrize(
    "members, says",
    [
        ({"../a.csv": "x"}, "leads out"),
        ({"/etc/a.csv": "x"}, "leads out"),
        ({"C:\\a.csv": "x"}, "leads out"),
        ({"a.csv": "x", "more.zip": "x"}, "an archive in the archive"),
        ({"a.csv": b"0" * (1 << 25)}, "to 1"),
        ({f"{n}.csv": "x" for n in range(MEMBER_LIMIT + 1)}, "the limit is 1,000"),
        ({"notes.txt": "x"}, "no export"),
    ],
)
def test_an_archive_out_of_bounds_is_refused_before_it_is_unpacked(
    tmp_path: Path, members: dict[str, str | bytes], says: str
) -> None:
    """Paths that leave it, archives within, bombs."""
    assert says in refused(archive(tmp_path, members))


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    """Its directory is whole, a member is not."""
    path = archive(tmp_path, {"a.csv": "abcdefghij" * 1000})
    content = bytearray(path.read_bytes())
    content[50:60] = b"0123456789"
    path.write_bytes(bytes(content))

    assert "damaged" in refused(path)


def test_an_archive_larger_than_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By what its directory says, before anything is written."""
    monkeypatch.setattr("loaders.files.UNPACKED_LIMIT", 5)

    assert "the limit is 5" in refused(archive(tmp_path, {"a.csv": "123456"}))
