import inspect

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper


@pytest.fixture
def further_databases(transactional_db, monkeypatch):
    """Django's tests allow only the databases of the settings: backups and moves open others."""
    patched = BaseDatabaseWrapper.ensure_connection
    real = inspect.getclosurevars(patched).nonlocals["real_ensure_connection"]
    monkeypatch.setattr(BaseDatabaseWrapper, "ensure_connection", real)
