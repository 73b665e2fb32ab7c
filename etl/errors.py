"""Every error that this package raises on purpose: what, where, what is allowed, what to do next."""


class DealscopeError(Exception):
    """Base of our own errors; the commands print them as one sentence, without a traceback."""


class StaleReferenceError(DealscopeError, ValueError):
    """A reference table differs from the one that its provenance card describes."""


class SchemaError(DealscopeError, ValueError):
    """A table does not keep the promise that etl/schema.py makes."""


class UnreadableDocumentError(DealscopeError, ValueError):
    """A document cannot be turned into text; `code` says which row of `rejects` it becomes."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class LedgerError(DealscopeError, ValueError):
    """A ledger or its mapping is not what the mapping file says."""


class SnapshotError(DealscopeError, LookupError):
    """No readable snapshot where one was asked for."""


class CorrectionError(DealscopeError, ValueError):
    """A correction cannot be applied as written."""
