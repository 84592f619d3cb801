"""Everything the domain may refuse, as named errors that carry their facts.

The edge (cli, web) puts them into Swedish or English with `omlopp.library.messages`; the class name is the
key of the sentence and the attributes are its facts. `str(error)` is an English sentence for logs and tests.
"""

from typing import Any


class OmloppError(Exception):
    """A refusal that a person can act on. `code` is stable; `facts` fill the sentence shown."""

    code = "error"

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(f"{self.code}: " + ", ".join(f"{name}={value!r}" for name, value in facts.items()))
