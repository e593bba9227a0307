from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser


class DemoAwareBackend(ModelBackend):
    """Passwords as Django checks them; a sample account cannot log in, nor go on in its session, outside demo mode."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return super().user_can_authenticate(user) and (settings.DEMO or not getattr(user, "is_sample", False))
