"""A server of the Model Context Protocol: an assistant asks about texts below some folders, and reads only these."""
