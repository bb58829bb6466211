"""A quota as the templates of its entry show it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from bereg.quotas.charts import chart_of
from bereg.quotas.quota import quota_of
from bereg.quotas.sentence_to_say import day_in_words

register = template.Library()

OF_A_CARD = 6
OF_A_PAGE = 24


@register.simple_tag
def quota_shown(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page of a quota shows of it."""
    quota, today = quota_of(content), timezone.localdate()
    return {
        "newest": quota.newest,
        "is_old": quota.is_old(today),
        "label": quota.occupation.label(get_language() or "en"),
        "code": quota.code,
        "title": quota.occupation.title,
        "scheme": quota.scheme,
        "on": day_in_words(quota.newest.on, today),
        "months": quota.months[::-1],
        "chart": chart_of(quota.months[-OF_A_PAGE:], is_of_left_alone=False),
        "small": chart_of(quota.months[-OF_A_CARD:], is_of_left_alone=True),
    }


@register.filter(expects_localtime=True)
def month_in_short(day: dt.date) -> str:
    """Write `Nov`, or `ноя`."""
    named = date_format(day, "M")
    return named if (get_language() or "en").startswith("en") else named.lower()
