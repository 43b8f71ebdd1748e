"""A reader without a browser: one websocket that speaks Streamlit's messages to a real server.

It opens a page, keeps what came back, clicks as a browser would (one widget has a new value) and
waits until the script has finished. It draws nothing, so twenty of them fit beside a server.
"""

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

WAIT_SECONDS = 120.0  # longer is not slow but broken
_DONE = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_WITH_COMPILE_ERROR)


@dataclass(frozen=True)
class Shown:
    """One run of a page as it came over the wire: seconds until it had finished, bytes of all
    its messages, bytes of the figures in it, and the alerts and errors that it showed."""

    seconds: float
    bytes: int
    figure_bytes: int
    trouble: tuple[str, ...]


class Reader:
    """One open tab on a page. Raises `TimeoutError` when a run takes longer than two minutes."""

    def __init__(self, address: str, page: str, query: str = "") -> None:
        self.widgets: dict[str, Any] = {}  # by the key that the page gave them
        self._page, self._query, self._hash = page, query, ""
        self._known: dict[str, None] = {}  # messages that a browser would have kept
        self._ticks: dict[str, float] = {}  # fragments that run by themselves: when next
        self._every: dict[str, float] = {}
        url = address.replace("http", "ws", 1) + "/_stcore/stream"
        self._socket = connect(url, subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]

    def close(self) -> None:
        """Close the tab."""
        self._socket.close()

    def open(self) -> Shown:
        """Run the page from the start, as on opening or reloading it."""
        return self._run(BackMsg())

    def click(self, key: str, value: list[str] | str) -> Shown:
        """Give a multiselect (a list) or a select box (a text) a new value. Raises `KeyError`
        when the page shows no such widget."""
        asked = BackMsg()
        state = asked.rerun_script.widget_states.widgets.add(id=self.widgets[key].id)
        if isinstance(value, str):
            state.string_value = value
        else:
            state.string_array_value.data.extend(value)
        return self._run(asked)

    def wait(self, seconds: float) -> None:
        """Read on for so long: what runs by itself in an open tab does so here too."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            for message in self._messages(min(left, self._next_tick())):
                self._note(message)
            self._tick()

    def _run(self, asked: BackMsg) -> Shown:
        self._send(asked)
        began, size, figures, trouble = time.perf_counter(), 0, 0, []
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            for message in self._messages(1.0):
                self._note(message)
                size += message.ByteSize()
                element = message.delta.new_element
                figures += len(element.plotly_chart.spec)
                trouble += [
                    text for text in (element.alert.body, element.exception.message) if text
                ]
                if message.script_finished in _DONE and message.HasField("script_finished"):
                    return Shown(time.perf_counter() - began, size, figures, tuple(trouble))
        raise TimeoutError(f"{self._page} did not finish within {WAIT_SECONDS:.0f} s")

    def _send(self, asked: BackMsg) -> None:
        state = asked.rerun_script
        state.query_string, state.page_script_hash = self._query, self._hash
        state.page_name = "" if self._hash else self._page
        state.cached_message_hashes.extend(self._known)
        state.context_info.timezone, state.context_info.locale = "Europe/Berlin", "en-GB"
        self._socket.send(asked.SerializeToString())

    def _messages(self, seconds: float) -> Iterator[ForwardMsg]:
        """What has come, waiting for the first one at most so long."""
        with suppress(TimeoutError):
            while True:
                received = self._socket.recv(timeout=max(0.0, seconds))
                yield ForwardMsg.FromString(received)  # type: ignore[arg-type]
                seconds = 0.0

    def _note(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "delta":
            self._note_element(message.delta.new_element)
        elif kind == "navigation":
            self._hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            told = message.auto_rerun
            self._every[told.fragment_id] = told.interval
            self._ticks.setdefault(told.fragment_id, time.monotonic() + told.interval)
        if message.metadata.cacheable and message.hash:
            self._known[message.hash] = None

    def _note_element(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        widget = getattr(element, kind) if kind in ("multiselect", "selectbox") else None
        if widget is not None:
            self.widgets[widget.id.split("-", 2)[-1]] = widget

    def _next_tick(self) -> float:
        now = time.monotonic()
        return max(0.0, min((each - now for each in self._ticks.values()), default=1.0))

    def _tick(self) -> None:
        """Run the fragments whose time has come."""
        now = time.monotonic()
        for name, due in self._ticks.items():
            if due <= now:
                asked = BackMsg()
                asked.rerun_script.fragment_id, asked.rerun_script.is_auto_rerun = name, True
                self._send(asked)
                self._ticks[name] = now + self._every[name]
