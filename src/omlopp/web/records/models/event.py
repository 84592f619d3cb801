"""The log of everything that was done: one table, each row sealed by the hash of the row before."""

import hashlib
import json
from typing import Any

from django.db import models

FIRST = "0" * 64


class Event(models.Model):
    """Who did what, when, why, to which procurement. Rows are never changed or removed: triggers refuse it."""

    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    action = models.CharField(max_length=60)
    procurement_id = models.BigIntegerField(null=True, db_index=True)
    why = models.TextField(blank=True)
    content = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]

    def sealed(self) -> str:
        """SHA-256 (hex) over the row before and everything this row says."""
        said: dict[str, Any] = {
            "at": self.at.isoformat(timespec="microseconds"),
            "by": self.by,
            "action": self.action,
            "procurement": self.procurement_id,
            "why": self.why,
            "content": self.content,
        }
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(f"{self.previous}\n{text}".encode()).hexdigest()
