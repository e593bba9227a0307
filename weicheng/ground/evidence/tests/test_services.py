import errno
import hashlib
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError

from weicheng.ground.evidence import services
from weicheng.ground.evidence.errors import DiskFull, FileEmpty, FileMissing, FileTooLarge
from weicheng.ground.evidence.models import StoredFile
from weicheng.ground.evidence.services import storing
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def files_below(home):
    return [path for path in home.rglob("*") if path.is_file()]


def test_a_file_lies_under_its_hash_and_is_in_the_trail(home):
    clerk = UserFactory()

    stored = services.store_file(io.BytesIO("方案正文".encode()), name="方案.txt", by=clerk)

    sha256 = hashlib.sha256("方案正文".encode()).hexdigest()
    assert stored.sha256 == sha256
    assert (home / "files" / sha256[:2] / sha256[2:4] / sha256).read_bytes() == "方案正文".encode()
    assert files_below(home) == [services.path_of(sha256)]
    assert (stored.name, stored.size, stored.created_by_id) == ("方案.txt", 12, clerk.pk)
    event = AuditEvent.objects.get()
    assert (event.action, event.actor_id) == ("evidence.file.stored", clerk.pk)
    with services.open_file(stored) as stream:
        assert stream.read() == "方案正文".encode()


def test_the_same_bytes_are_kept_once_whatever_their_name():
    first = services.store_file(io.BytesIO(b"abc"), name="a.txt", by=None)
    again = services.store_file(SimpleUploadedFile("b.txt", b"abc"), name="b.txt", by=None)

    assert again == first
    assert StoredFile.objects.count() == AuditEvent.objects.count() == 1


def test_lost_bytes_come_back_with_the_next_upload():
    stored = services.store_file(io.BytesIO(b"abc"), name="a.txt", by=None)
    services.path_of(stored.sha256).unlink()

    with pytest.raises(FileMissing, match="备份"):
        services.open_file(stored)
    services.store_file(io.BytesIO(b"abc"), name="a.txt", by=None)

    assert services.open_file(stored).read() == b"abc"


def test_a_file_over_the_limit_is_refused_while_streaming(settings, home):
    settings.MAX_UPLOAD_BYTES = 3 * 1024 * 1024
    read = []

    class Endless(io.RawIOBase):
        def read(self, size=-1):
            read.append(size)
            return b"x" * size

    with pytest.raises(FileTooLarge, match="3MB"):
        services.store_file(Endless(), name="大.bin", by=None)

    assert len(read) <= 5
    assert files_below(home) == []
    assert not StoredFile.objects.exists()


def test_an_empty_file_is_refused(home):
    with pytest.raises(FileEmpty):
        services.store_file(io.BytesIO(b""), name="空.docx", by=None)
    assert files_below(home) == []


@pytest.mark.parametrize("step", ["fsync", "write"])
def test_a_full_disk_is_said_in_words_and_leaves_nothing(monkeypatch, home, step):
    def no_space(*args):
        raise OSError(errno.ENOSPC, "No space left on device")

    class Full(io.BytesIO):
        read = no_space

    monkeypatch.setattr(storing.os, "fsync", no_space)
    source = Full() if step == "write" else io.BytesIO(b"abc")

    with pytest.raises(DiskFull, match="磁盘满了"):
        services.store_file(source, name="a.txt", by=None)

    assert files_below(home) == []
    assert not StoredFile.objects.exists()


def test_another_disk_error_is_not_hidden(monkeypatch, home):
    def broken(*args):
        raise OSError(errno.EIO, "I/O error")

    monkeypatch.setattr(storing.os, "fsync", broken)

    with pytest.raises(OSError, match="I/O error"):
        services.store_file(io.BytesIO(b"abc"), name="a.txt", by=None)
    assert files_below(home) == []


def test_bytes_without_a_row_do_not_stay(monkeypatch, home):
    def refuse(*args):
        raise DatabaseError("locked")

    monkeypatch.setattr(storing, "_record", refuse)

    with pytest.raises(DatabaseError):
        services.store_file(io.BytesIO(b"abc"), name="a.txt", by=None)
    assert files_below(home) == []
