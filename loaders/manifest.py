"""What is known of one landed file, written beside its rows, and the way back to SQL."""

import hashlib
import json
from collections.abc import Sequence
from functools import reduce
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from loaders import source as sources
from loaders.account_column import placed
from loaders.dates import Dating
from loaders.mapping import Mapping
from loaders.meaning import given_part, parts_of
from loaders.policy_words import Dictionary, policy_words, spoken
from loaders.shape import Form, Shape
from loaders.source import Part
from loaders.understanding import dated_again, dated_columns
from loaders.words import Words
from metrics.errors import ExportError
from metrics.warehouse.contract import LandedExport, LandedPart

NAME = "manifest.json"
WITHDRAWN = "withdrawn.json"  # beside the manifest of a load that does not count


class Manifest(BaseModel):
    """One landed file. `reader` is the source module, `source` the name shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    load_id: str
    source: str
    reader: str
    why: str
    file_name: str
    sha256: str
    landed_at: str
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    rows: int
    rejects: int
    time_zone: str | None
    date_order: str | None
    mapping: dict[str, Any] | None
    dating: tuple[dict[str, Any], ...]  # one for each part
    form: Form = "table"
    sheet: str | None = None  # of a workbook: each sheet is a load of its own
    envelope: dict[str, Any] = {}
    first_line: int | None = None
    account: str | None = None  # the column that a person says names the client account
    cautions: tuple[str, ...] = ()  # what a person should know of the file

    def shape(self) -> Shape:
        """What is known of the file without its rows."""
        return Shape(self.form, self.columns, self.envelope)

    def parts(self) -> tuple[Part, ...]:
        """By the mapping given with the file, else what today's source says of its shape."""
        if self.mapping is not None:
            return (given_part(Mapping.model_validate(self.mapping), self.shape()),)
        parts = parts_of(sources.named(self.reader), self.shape())
        return placed(parts, self.account) if self.account else parts

    def words(self, folder: Path, policy: Dictionary) -> list[Words]:
        """The columns of each part under our names, with the words that the policy adds."""
        added = spoken(policy, self.reader, self.source)
        return [
            Words(reduce(lambda m, w: w.added_to(m), added, part.mapping), dating, self.time_zone)
            for part, dating in zip(self.parts(), self._datings(folder), strict=True)
        ]

    def _datings(self, folder: Path) -> Sequence[Dating]:
        """As found at landing; found again where the source sees other parts or dates today."""
        datings = [Dating.from_options(one) for one in self.dating]
        known = [set(dating.columns) for dating in datings]
        if known == [set(dated_columns(part)) for part in self.parts()]:
            return datings
        order = self.date_order or next((one.order for one in datings if one.order), None)
        rows = (folder / "rows.parquet", self.first_line)
        return dated_again(rows, self.parts(), order, self.file_name)

    def export(self, folder: Path, policy: Dictionary) -> LandedExport:
        """What a build needs of the file that lies in `folder`."""
        words = self.words(folder, policy)
        rejects = folder / "rejects.parquet"
        return LandedExport(
            load_id=self.load_id,
            source=self.source,
            file_name=self.file_name,
            sha256=self.sha256,
            landed_at=self.landed_at,
            rows_path=folder / "rows.parquet",
            first_line=self.first_line,
            rejects_path=rejects if rejects.exists() else None,
            options=self.options(),
            parts=tuple(
                LandedPart(
                    part.rows,
                    sources.selects(one, part.fills),
                    sources.carries(part.mapping),
                    part.mapping.table == "cases",
                    sources.log(one, part.assumed),
                )
                for part, one in zip(self.parts(), words, strict=True)
            ),
            records=frozenset(what for one in words for what in one.mapping.records),
        )

    def options(self) -> dict[str, Any]:
        """The assumptions under which the file was read, for display."""
        return {
            "time_zone": self.time_zone,
            "date_order": next((one["order"] for one in self.dating if one["order"]), None),
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "recognised": self.why,
            "mapping": self.mapping,
        }


def load_id(sha256: str, reader: str, source: str, given: dict[str, Any]) -> str:
    """16 hex digits that are the same for the same bytes read under the same options."""
    told = json.dumps([sha256, reader, source, given], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def read(folder: Path) -> Manifest:
    """The manifest in `folder`.

    Raises `ExportError` when it cannot be understood.
    """
    path = folder / NAME
    try:
        return Manifest.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise ExportError(
            "the landing folder holds a load without a readable manifest",
            where=str(path),
            next_step="Remove the folder and load the file again.",
        ) from error


def manifests(home: Path) -> list[tuple[Path, Manifest]]:
    """(folder, manifest) of every landed file, oldest first."""
    landing = home / "landing"
    folders = [f for f in landing.glob("*") if f.is_dir() and not f.name.startswith(".")]
    found = [(folder, read(folder)) for folder in folders]
    return sorted(found, key=lambda pair: (pair[1].landed_at, pair[1].load_id))


def is_withdrawn(folder: Path) -> bool:
    """Whether the load in `folder` counts as if it had never come."""
    return (folder / WITHDRAWN).exists()


def superseded(found: Sequence[tuple[Path, Manifest]]) -> set[str]:
    """load_ids whose bytes were landed again later under other options; withdrawn ones aside."""
    counting = [manifest for folder, manifest in found if not is_withdrawn(folder)]
    newest = {(manifest.sha256, manifest.sheet): manifest.load_id for manifest in counting}
    return {m.load_id for m in counting if newest[m.sha256, m.sheet] != m.load_id}


def exports(home: Path, policy: Path | None = None) -> list[LandedExport]:
    """Every landed file that counts, in the order of landing, with the words of the policy.

    Raises `PolicyError` when words.yaml of the policy folder is wrong.
    """
    found = [pair for pair in manifests(home) if not is_withdrawn(pair[0])]
    old = superseded(found)
    words = policy_words(policy, {m.source for _, m in found}) if policy else {}
    return [m.export(folder.resolve(), words) for folder, m in found if m.load_id not in old]
