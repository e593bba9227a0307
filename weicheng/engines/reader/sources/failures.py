"""One sentence for whatever goes wrong inside a parser."""

from collections.abc import Iterator
from contextlib import contextmanager

from weicheng.engines.reader.document import UnreadableDocument
from weicheng.engines.reader.sources.archive import BROKEN
from weicheng.engines.reader.sources.watch import ReadingCancelled


@contextmanager
def plainly() -> Iterator[None]:
    """Parsers of other people's files fail in ways nobody can list; a caller hears one sentence whatever it was.

    A panic inside a Rust extension is a BaseException of its own, known only by its name.
    """
    try:
        yield
    except (UnreadableDocument, ReadingCancelled, ImportError):
        raise  # a missing library is not the fault of the file
    except MemoryError as error:
        raise UnreadableDocument("文件太复杂，内存不够，请拆成几份再上传。") from error
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise UnreadableDocument(BROKEN) from error
