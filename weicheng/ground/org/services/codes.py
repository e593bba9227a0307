"""One-time codes on paper: made, found, used once. Only a keyed hash of a code is ever stored."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.crypto import salted_hmac

from weicheng.ground.org.errors import CodeRefused
from weicheng.ground.org.models import CodeTry, LoginCode

# No 0 O 1 I L: they are misread on paper. 12 of 31 signs are 59 bits, far beyond guessing at 20 tries a quarter.
SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
VALID_DAYS = 14
TRIES = 20
PAUSE = timedelta(minutes=15)


def new_code() -> str:
    """Three groups of four, for reading aloud: 7KQM-22XB-9RTD."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(signs[i : i + 4] for i in range(0, LENGTH, 4))


def digest(code: str) -> str:
    """Hash of a code as typed: case, width, blanks and dashes do not matter."""
    typed = unicodedata.normalize("NFKC", code).upper()
    return salted_hmac(
        "weicheng.org.login-code", "".join(c for c in typed if c in SIGNS), algorithm="sha256"
    ).hexdigest()


def expiry() -> datetime:
    return timezone.now() + timedelta(days=VALID_DAYS)


def find_code(code: str, *, address: str) -> LoginCode:
    """The code that may be used now. CodeRefused says why not; 20 wrong ones from an address pause it for a quarter."""
    since = timezone.now() - PAUSE
    if CodeTry.objects.filter(address=address, at__gte=since).count() >= TRIES:
        raise CodeRefused(f"这台电脑15分钟里输错了{TRIES}次，请过一刻钟再试，或请创卫办重发一张。")
    found = LoginCode.objects.select_related("user").filter(digest=digest(code)).first()
    if found is None:
        CodeTry.objects.filter(at__lt=since).delete()
        CodeTry.objects.create(address=address)
        raise CodeRefused("没有这个登录码，请对着纸条再看一遍：没有数字0和1，也没有字母O、I、L。", "code")
    check_usable(found)
    return found


def check_usable(code: LoginCode) -> None:
    if code.used_at:
        day = timezone.localtime(code.used_at)
        raise CodeRefused(f"这个登录码{day:%-m月%-d日%H:%M}已经用过了。忘了密码，请创卫办重发一张。", "code")
    if code.expires_at <= timezone.now():
        day = timezone.localtime(code.expires_at)
        raise CodeRefused(f"这个登录码{day:%-m月%-d日}过期了，请创卫办重发一张。", "code")
    if not code.user.is_active:
        raise CodeRefused("这个账号已经停用，请联系创卫办。", "code")
