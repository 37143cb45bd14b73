"""ProvenanceError and its few children: every failure that a user can mend, in one sentence with the way out."""


class ProvenanceError(Exception):
    """A failure that the user can do something about; its message names the file, the place and the way out."""


class UsageError(ProvenanceError):
    """What was asked for makes no sense: a missing path, an unknown option value, nothing to scan."""


class ConfigError(UsageError):
    """A setting is unknown or has a value that cannot be used."""


class UnreadableFileError(ProvenanceError):
    """An input that exists cannot be read or decoded."""


class UnwritableFileError(ProvenanceError):
    """A report cannot be written where it was asked for."""
