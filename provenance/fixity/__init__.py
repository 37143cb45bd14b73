"""From a manifest and the files that were met to notices: what changed, what is missing, what is not listed."""

from provenance.fixity.compare import fixity
from provenance.fixity.manifests import read_manifest

__all__ = ["fixity", "read_manifest"]
