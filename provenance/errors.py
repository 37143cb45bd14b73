"""ProvenanceError and its subclasses: failures that the user can fix, each message one sentence with the way out."""


class ProvenanceError(Exception):
    """A failure that the user can do something about; its message names the file, the place and the way out."""


class UsageError(ProvenanceError):
    """The command makes no sense: a path is missing, an option value is unknown, or there is nothing to scan."""


class ConfigError(UsageError):
    """A setting is unknown or has a value that cannot be used."""


class UnreadableFileError(ProvenanceError):
    """An input that exists cannot be read or decoded."""


class UnwritableFileError(ProvenanceError):
    """A report cannot be written where it was asked for."""


class UnusableIndexError(ProvenanceError):
    """An index is damaged, of another version, or in use by another writer."""
