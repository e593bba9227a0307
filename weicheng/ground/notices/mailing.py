"""Mail through the server that the settings name."""

from __future__ import annotations

import hashlib
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from weicheng.ground.notices.models import Delivery
from weicheng.ground.notices.outcomes import Outcome, dead, failed, sent

NOT_KNOWN = {550, 551, 553, 510, 511}  # RFC 5321 4.2.3: this mailbox is not there; others may get better


def mail_is_on() -> bool:
    """Whether the settings name a server."""
    return bool(settings.EMAIL_HOST)


def message_id(delivery: Delivery) -> str:
    """The same for every try of a delivery, so that the reader's server can drop a second copy."""
    digest = hashlib.sha256(f"{settings.SECRET_KEY}:{delivery.key}".encode()).hexdigest()[:24]
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<weicheng.{delivery.pk}.{digest}@{domain}>"


def send_mail(delivery: Delivery, connection: BaseEmailBackend) -> Outcome:
    """Send one; says in plain words why not."""
    user = delivery.user
    if user is None or not user.is_active:
        return dead("收件人的账号已停用")
    if not user.email:
        return dead("收件人没有填邮箱")
    message = EmailMessage(
        subject=delivery.subject,
        body=delivery.body,
        to=[user.email],
        headers={"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    try:
        count = message.send()
    except Exception as error:  # noqa: BLE001 - whatever it was, the others must go on
        return outcome_of(error)
    return sent() if count else failed("邮件服务器没有收下", lane=True)


def outcome_of(error: Exception) -> Outcome:
    """What an error of SMTP means: of this address, of all (the lane), or for good."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = {code for code, _ in error.recipients.values()}
        return dead("邮箱地址不存在或不收信") if codes & NOT_KNOWN else failed("邮件服务器暂时不收给这个邮箱的信")
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return failed("邮件账号或密码不对，请管理员检查设置", lane=True)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return failed("邮件服务器不接受发件人地址，请管理员检查设置", lane=True)
    if isinstance(error, smtplib.SMTPDataError):
        return failed(f"邮件服务器拒收这封信（{error.smtp_code}）")
    if isinstance(error, TimeoutError):
        return failed("邮件服务器太久没有回应", lane=True)
    if isinstance(error, (smtplib.SMTPException, OSError)):
        return failed("连不上邮件服务器", lane=True)
    return failed(f"发邮件时出错（{type(error).__name__}）")
