"""From findings to what other programs read: code hosts, CI servers, editors, and people at a terminal."""
