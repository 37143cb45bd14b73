"""The exit statuses of every command."""

OK = 0
FOUND = 1  # check: a new finding of the fail level or above
USAGE = 2  # wrong usage or configuration, or nothing to read
INCOMPLETE = 3  # an input could not be read or fully examined, or a report not written
BUG = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130  # 128 + SIGINT, as shells count
