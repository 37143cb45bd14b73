"""From a report to the forms in which archives and data sets keep provenance: each module writes one of them."""
