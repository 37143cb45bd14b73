"""The same audit over many machines, on Apache Spark."""
