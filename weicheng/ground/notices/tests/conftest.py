import pytest

from weicheng.ground.notices.tests.servers import mail_server, vendor


@pytest.fixture
def group(settings):
    """A vendor's stand-in that the settings allow."""
    with vendor() as state:
        settings.NOTICE_HOSTS = [state.host]
        yield state


@pytest.fixture
def post(settings):
    """A mail server on this machine."""
    with mail_server() as state:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", state.port, 1
        settings.EMAIL_USE_SSL = settings.EMAIL_USE_TLS = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.DEFAULT_FROM_EMAIL = "卫城 <weicheng@city.example.cn>"
        yield state
