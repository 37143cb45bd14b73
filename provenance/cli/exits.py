"""The exit statuses of every command."""

OK = 0
FOUND = 1
USAGE = 2
INCOMPLETE = 3
BUG = 70
INTERRUPTED = 130
