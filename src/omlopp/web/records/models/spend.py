"""What people of the organisation have decided about the categories of its purchases."""

from django.db import models


class SpendRule(models.Model):
    """One rule for rows of ledgers; two about the same are one. `left_out`: a reason why they are no purchase.

    What rows are: `supplier` (number, else name), `account`, `word`, as `kind` says. Never a person: those are masked
    before anybody can choose them.
    """

    kind = models.CharField(max_length=10)
    supplier = models.CharField(max_length=300, blank=True)
    account = models.CharField(max_length=120, blank=True)
    word = models.CharField(max_length=120, blank=True)
    about = models.CharField(max_length=600, unique=True)  # kind and what it is about, in lower case
    cpv = models.CharField(max_length=10, blank=True)
    left_out = models.CharField(max_length=30, blank=True)
    why = models.TextField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
