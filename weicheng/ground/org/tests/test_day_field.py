"""The field for a day takes no year that cannot be meant."""

from datetime import date

import pytest
from django import forms

from weicheng.ground.org.forms import DayField


@pytest.mark.parametrize("text", ["0001-01-01", "0206-05-01", "9999-12-31"])
def test_a_year_that_cannot_be_meant_is_told_and_an_old_one_is_taken(text):
    with pytest.raises(forms.ValidationError, match="请检查年份"):
        DayField().clean(text)
    assert DayField().clean("1990-02-28") == date(1990, 2, 28)
    assert DayField(required=False).clean("") is None
