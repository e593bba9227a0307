"""Two rooms added something on the same morning: neither migration knows of the other, and both stand."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("papers", "0004_paper_clauses"), ("papers", "0004_two_writers")]
    operations: list[migrations.operations.base.Operation] = []
