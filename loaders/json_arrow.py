"""Pieces of a file that is mapped into memory, as Arrow strings; nothing is copied."""

import mmap
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from loaders.json_structure import Integers

BATCH = 1 << 14  # records at a time: some 16 MB, which keeps DuckDB's two threads busy
BATCH_BYTES = 1 << 27  # offsets of a batch are 32 bits wide
_TEXT, _PLACE = pa.field("record", pa.string_view()), pa.field("place", pa.int64())
_SHORT = 12  # bytes that Arrow keeps beside the length; longer texts are pointed at


class Texts:
    """The texts between `starts` and `ends`."""

    def __init__(self, mapped: mmap.mmap, starts: Integers, ends: Integers) -> None:
        self.starts, self.ends = starts, ends
        self._data, self._buffer = memoryview(mapped), pa.py_buffer(mapped)

    def reader(self) -> pa.RecordBatchReader:
        """The texts as `record`, with their `place` from 0."""
        schema = pa.schema([_TEXT, _PLACE])
        made = (
            pa.record_batch([self._array(low, high), pa.array(np.arange(low, high))], schema=schema)
            for low, high in self._ranges()
        )
        return pa.RecordBatchReader.from_batches(schema, made)

    def write(self, path: Path, lines: Integers | None) -> int:
        """Write the texts to Parquet, with their lines if given; the rows written.

        Texts are as good as unique, so a dictionary of them would only cost time.
        """
        fields = [_TEXT] if lines is None else [_TEXT, pa.field("line", pa.int64())]
        schema = pa.schema(fields)
        with pq.ParquetWriter(path, schema, use_dictionary=False, write_statistics=False) as writer:
            for low, high in self._ranges():
                columns = [self._array(low, high)]
                columns += [] if lines is None else [pa.array(lines[low:high])]
                writer.write_batch(pa.record_batch(columns, schema=schema))
        return int(pq.read_metadata(path).num_rows)

    def lines(self, step: int = 1 << 22) -> Integers:
        """The physical line on which each text starts."""
        array = np.frombuffer(self._data, dtype=np.uint8)
        lines, before = [], 1
        for at in range(0, len(array), step):
            newlines = np.flatnonzero(array[at : at + step] == 10) + at
            low, high = np.searchsorted(self.starts, (at, at + step))
            lines.append(before + np.searchsorted(newlines, self.starts[low:high]))
            before += len(newlines)
        return np.concatenate(lines)

    def _ranges(self) -> Iterator[tuple[int, int]]:
        low = 0
        while low < len(self.starts):
            high = int(np.searchsorted(self.ends, self.starts[low] + BATCH_BYTES))
            high = max(low + 1, min(high, low + BATCH, len(self.starts)))
            yield low, high
            low = high

    def _array(self, low: int, high: int) -> pa.Array:
        starts, ends = self.starts[low:high], self.ends[low:high]
        base, stop = int(starts[0]), int(ends[-1])
        views = np.zeros((len(starts), 4), dtype=np.int32)
        views[:, 0], views[:, 3] = ends - starts, starts - base
        array = np.frombuffer(self._data[base:stop], dtype=np.uint8)
        heads = np.minimum((starts - base)[:, None] + np.arange(4), stop - base - 1)
        views[:, 1] = np.ascontiguousarray(array[heads]).view(np.int32)[:, 0]
        for at in np.flatnonzero(ends - starts <= _SHORT):
            inline = bytes(self._data[starts[at] : ends[at]]).ljust(_SHORT, b"\0")
            views[at, 1:] = np.frombuffer(inline, dtype=np.int32)
        buffers = [None, pa.py_buffer(views.tobytes()), self._buffer.slice(base, stop - base)]
        return pa.Array.from_buffers(pa.string_view(), len(starts), buffers)
