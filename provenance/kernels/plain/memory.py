"""What the compiled kernels do with the memory that the allocator of C keeps: nothing here."""


def give_back() -> None:
    """Give freed memory back to the system: Python has no way to ask for that."""
