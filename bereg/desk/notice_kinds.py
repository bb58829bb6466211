"""What this room lets people know of."""

from bereg.desk import glass, holding, requests

NOTICE_KINDS = (*requests.NOTICES, glass.NOTICE, *holding.NOTICES)
