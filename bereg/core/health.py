"""/health/: whether this process answers, for whatever watches the server. It tells nobody anything else."""

import logging

from django.db import DatabaseError, InterfaceError, connections
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Answer 200 where both databases answer, else 503. Alarms about all else go to people, not to who asks here."""
    try:
        for each in connections.all():
            with each.cursor() as cursor:
                cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError, OSError) as problem:
        logger.error("Health: the database %s does not answer: %s", each.alias, type(problem).__name__)
        return HttpResponse("unavailable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
