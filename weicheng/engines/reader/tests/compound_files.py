"""Compound files (the container of old Office) and the .doc inside, just large enough to be read."""

import struct

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALLEST = 4096  # shorter streams would need a second allocation table


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams; contents are padded with zeros to 4096 bytes."""
    bodies = {name: content.ljust(_SMALLEST, b"\0") for name, content in streams.items()}
    fat: list[int] = []
    data = b""
    places = {}
    for name, body in bodies.items():
        places[name] = len(fat)
        sectors = -(-len(body) // _SECTOR)
        fat += [len(fat) + 1 + index for index in range(sectors - 1)] + [_END]
        data += body.ljust(sectors * _SECTOR, b"\0")
    directory = _directory(bodies, places)
    directory_at = len(fat)
    sectors = len(directory) // _SECTOR
    fat += [len(fat) + 1 + index for index in range(sectors - 1)] + [_END]
    fat_at = len(fat)
    fat_sectors = -(-(len(fat) + 8) // 128)
    fat += [_FAT] * fat_sectors
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * _SECTOR, b"\xff")
    return _header(directory_at, fat_at, fat_sectors) + data + directory + table


def _header(directory: int, fat: int, count: int) -> bytes:
    difat = [fat + index for index in range(count)] + [_FREE] * (109 - count)
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, count, directory, 0, _SMALLEST, _END, 0, _END, 0)
        + struct.pack("<109I", *difat)
    )


def _directory(bodies: dict[str, bytes], places: dict[str, int]) -> bytes:
    entries = [_entry("Root Entry", 5, 1, _END, 0)]
    names = list(bodies)
    for index, name in enumerate(names):
        following = index + 2 if index + 1 < len(names) else _FREE
        entries.append(_entry(name, 2, _FREE, places[name], len(bodies[name]), following))
    while len(entries) % 4:
        entries.append(bytes(64) + struct.pack("<HBBIII", 0, 0, 0, _FREE, _FREE, _FREE).ljust(64, b"\0"))
    return b"".join(entries)


def _entry(name: str, kind: int, child: int, start: int, size: int, following: int = _FREE) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    fixed = struct.pack("<HBBIII", len(raw), kind, 1, _FREE, following, child)
    return raw.ljust(64, b"\0") + fixed + bytes(36) + struct.pack("<IQ", start, size)


def binary_doc(*pieces: tuple[str, str], flags: int = 0x0200, version: int = 0xC1) -> bytes:
    """A .doc of text only: each piece is (text, encoding), "utf-16-le" or a one-byte one for compressed pieces."""
    header = bytearray(0x600)
    struct.pack_into("<HH", header, 0, 0xA5EC, version)
    struct.pack_into("<H", header, 0x0A, flags)
    body = b""
    positions = [0]
    descriptors = b""
    # Stored in reverse order, as a fast save leaves them.
    for text, encoding in reversed(pieces):
        raw = text.encode(encoding)
        offset = len(header) + len(body)
        wide = encoding == "utf-16-le"
        place = offset if wide else (offset * 2) | 0x40000000
        descriptors = struct.pack("<HIH", 0, place, 0) + descriptors
        body += raw + b"\0" * (len(raw) % 2)
    for text, encoding in pieces:
        positions.append(positions[-1] + (len(text.encode(encoding)) // (2 if encoding == "utf-16-le" else 1)))
    plc = struct.pack(f"<{len(positions)}I", *positions) + descriptors
    clx = b"\x02" + struct.pack("<I", len(plc)) + plc
    struct.pack_into("<i", header, 0x4C, positions[-1])
    struct.pack_into("<II", header, 0x1A2, 0, len(clx))
    return compound({"WordDocument": bytes(header) + body, "1Table": clx})
