"""What a photo says of itself: when and where it was taken, and a hash under which a recompressed copy lies near."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

BITS = 128
SAME, SIMILAR = 3, 12  # bits in which two photos differ at most
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_TAKEN, _CHANGED = 0x9003, 0x0132
_LATITUDE_SIDE, _LATITUDE, _LONGITUDE_SIDE, _LONGITUDE = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Shot:
    """Time in the city's zone and place in WGS-84, as far as the camera wrote them."""

    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


def shot_of(image: Any) -> Shot:
    """What stands in the EXIF data; nothing of what is broken or impossible."""
    try:
        exif = image.getexif()
        taken = exif.get_ifd(_EXIF_IFD).get(_TAKEN) or exif.get(_CHANGED)
        latitude, longitude = _place(exif.get_ifd(_GPS_IFD))
    except Exception:  # noqa: BLE001  the data of some cameras is broken in ways that no list holds
        return Shot()
    return Shot(_time(taken), latitude, longitude)


def likeness(image: Any) -> str:
    """Difference hash: 64 times, whether a spot is darker than its right neighbour, and 64 times, than the one below; 32
    hexadecimal digits. One direction alone takes streets for the same because all have sky above.

    Empty for a picture of one colour, of which all look alike.
    """
    from PIL import Image

    grey = image.convert("L")
    across = grey.resize((9, 8), Image.Resampling.BOX).tobytes()
    down = grey.resize((8, 9), Image.Resampling.BOX).tobytes()
    if max(across) - min(across) < 8:
        return ""
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (across[row * 9 + column] < across[row * 9 + column + 1])
            bits = bits << 1 | (down[row * 8 + column] < down[row * 8 + column + 8])
    return f"{bits:032x}"


def differing(one: str, other: str) -> int:
    """In how many of the BITS two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _time(written: Any) -> datetime | None:
    try:
        moment = datetime.strptime(str(written).strip("\x00 ")[:19], "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    return timezone.make_aware(moment) if 1990 <= moment.year <= 2100 else None


def _place(gps: Any) -> tuple[float | None, float | None]:
    latitude = _degrees(gps.get(_LATITUDE), gps.get(_LATITUDE_SIDE), "S", 90)
    longitude = _degrees(gps.get(_LONGITUDE), gps.get(_LONGITUDE_SIDE), "W", 180)
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return None, None
    return latitude, longitude


def _degrees(parts: Any, side: Any, negative: str, most: int) -> float | None:
    if not parts or len(parts) != 3:
        return None
    degrees, minutes, seconds = map(float, parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not math.isfinite(value) or not 0 <= value <= most:
        return None
    return round(-value if str(side).strip("\x00 ") == negative else value, 6)
