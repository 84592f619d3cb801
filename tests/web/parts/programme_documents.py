"""The programme's documents: read by who reads the programme, never written."""

from tests.web.building import Workspace

NO_FORM = {"programme-documents", "programme-report"}


def VALUES(workspace: Workspace, of: int) -> dict[str, list[object]]:
    return {"paper_of": ["half_time", "decision-1"]}
