"""Logging and standard output without credentials.

    logging.getLogger().addFilter(inkblot.log.RedactingFilter())     # what goes through one logger
    inkblot.log.redact_logging()                                     # whatever is logged at all
    sys.stdout = inkblot.log.RedactingWriter(sys.stdout)
"""
from __future__ import annotations

import io
import logging
from typing import Any, TextIO

from . import Redactor, default_redactor

WITHHELD = "(a message that could not be redacted)"


class RedactingFilter(logging.Filter):
    """Redacts messages with their arguments, tracebacks and stacks.  Never drops a record.

    A filter of a logger sees what is logged there, not what its children log: add it to handlers,
    or call redact_logging().
    """

    def __init__(self, redactor: Redactor | None = None) -> None:
        super().__init__()
        self._redactor = redactor or default_redactor()

    def filter(self, record: logging.LogRecord) -> bool:
        redact_record(record, self._redactor)
        return True


def redact_record(record: logging.LogRecord, redactor: Redactor) -> None:
    """Redacts a record in place; what cannot be redacted is replaced by a note."""
    try:
        record.msg = redactor.redact(record.getMessage())
    except Exception:
        record.msg = WITHHELD
    record.args = None
    if record.exc_info and record.exc_info[0] is not None and not record.exc_text:
        record.exc_text = logging.Formatter().formatException(record.exc_info)
    record.exc_info = None
    try:
        if record.exc_text:
            record.exc_text = redactor.redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redactor.redact(record.stack_info)
        for name, value in list(vars(record).items()):
            if name not in _STANDARD and isinstance(value, (str, dict, list, tuple)):
                setattr(record, name, redactor.redact_json({name: value})[name])
    except Exception:
        record.exc_text = record.stack_info = None
        for name in list(vars(record)):
            if name not in _STANDARD:
                setattr(record, name, WITHHELD)


_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def redact_logging(redactor: Redactor | None = None) -> None:
    """From now on every record is redacted when it is made, whoever logs it."""
    chosen = redactor or default_redactor()
    make = logging.getLogRecordFactory()

    def factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        redact_record(record, chosen)
        return record

    logging.setLogRecordFactory(factory)


class RedactingWriter(io.TextIOBase):
    """A text file in front of another one.

    A line is given out when it is complete; flush() gives out what can be no part of a secret, and
    close() the rest.  It does not close the file behind it.
    """

    def __init__(self, file: TextIO, redactor: Redactor | None = None) -> None:
        self._file = file
        self._rest = b""
        self._stream = (redactor or default_redactor()).stream(self._take)

    def _take(self, piece: bytes) -> None:
        piece = self._rest + piece
        # A character may be cut in two.
        whole = len(piece)
        for back in range(1, min(4, whole) + 1):
            byte = piece[whole - back]
            if byte >= 0xC0:
                size = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
                whole = whole - back if size > back else whole
                break
            if byte < 0x80:
                break
        self._rest = piece[whole:]
        self._file.write(piece[:whole].decode("utf-8", "surrogatepass"))

    def write(self, text: str) -> int:
        self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        if not self.closed:
            self._file.flush()

    def close(self) -> None:
        if not self.closed:
            self._stream.finish()
            self._file.flush()
        super().close()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._file.isatty()

    def fileno(self) -> int:
        return self._file.fileno()

    @property
    def encoding(self) -> str:
        return getattr(self._file, "encoding", "utf-8")
