"""Why a file was not stored; each message is a sentence for the user."""


class FileRefused(Exception):
    """The file was not stored and nothing of it was left behind."""


class FileTooLarge(FileRefused):
    pass


class FileEmpty(FileRefused):
    pass


class DiskFull(FileRefused):
    pass


class FileMissing(Exception):
    """The row is there but its bytes are not: the disk was tampered with or a restore is incomplete."""


class FileUnfit(FileRefused):
    """It is a program, an archive, encrypted, marked as classified, or nothing that could be evidence."""
