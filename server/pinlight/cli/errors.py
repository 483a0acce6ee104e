"""What a command could not do."""


class Unable(Exception):
    """The command could not run; the message is one sentence, for standard error, status 2."""
