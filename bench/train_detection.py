"""Trains the small model of detection and writes it to the library: python -m bench.train_detection [--check]

Rows are passages that the rules found: in the notices and titles that this project labelled (read from the packs
`notices` and `registry-se`, see OMLOPP_PACKS), in invented sentences and in the examples of the concepts. The answer is
whether a reader says yes. A logistic model with an L2 penalty; its features are those of notices/evidence/model.py;
seeded. The labels that come with the packs (labels_dev.csv, labels_titles_sv_dev.csv) are not trained on.

Every figure printed is of rows left out: five folds that keep together a buyer, a concept in a language, or a set of
sentences in a language. They tell how well the confidence is calibrated, not how right the rules are: the rules were
mended by the same texts.
"""

import argparse
import csv
import gzip
import json
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

SEED = 20_261_121
PENALTY = 0.3  # C of scikit-learn: the smaller, the closer to zero the weights; few rows say no
FOLDS = 5
BANDS = ((0.0, 0.1), (0.1, 0.5), (0.5, 0.9), (0.9, 0.97), (0.97, 1.01))
Row = tuple[tuple[str, ...], bool, str]  # features, does the reader say yes, what must stay in one fold


def rows() -> Iterator[Row]:
    yield from _examples()
    yield from _sentences()
    yield from _titles()
    yield from _notices()


def _examples() -> Iterator[Row]:
    from omlopp.library.detection import concepts, examples
    from omlopp.notices.evidence.context import Subject
    from omlopp.notices.evidence.find import passages
    from omlopp.notices.schema import TextField

    for one in examples():
        title, about = one.given.get("title", False), one.given.get("about", "subject")
        field = "BT-21-Lot" if title else "BT-24-Lot"
        subject = Subject(tuple(filter(None, [one.given.get("cpv", "")])), one.text if title else "")
        for found, names in passages(TextField(field, "LOT-0001", one.language, one.text, about), subject):
            if found.concept != one.concept or found.says not in ("strong", "weak"):
                continue
            says = one.given.get("says", concepts()[one.concept].says) if one.hit else "none"
            if one.hit and "says" not in one.given and says != "strong":
                continue  # the example says only that the concept is found
            yield names, says == "strong", f"{one.concept}-{one.language}"


def _sentences() -> Iterator[Row]:
    from omlopp.notices.evidence.context import Subject
    from omlopp.notices.evidence.find import passages
    from omlopp.notices.labels import sentence_labels

    for label in sentence_labels():
        subject = Subject((label.cpv,), label.text if label.title else "")
        found = passages(label.field, subject)
        yield from _decisive(found, label.circular == "yes", f"{label.set}-{label.language}")


def _titles() -> Iterator[Row]:
    from omlopp.library.packs import find
    from omlopp.notices.evidence.context import Subject
    from omlopp.notices.evidence.find import passages
    from omlopp.notices.labels import title_labels
    from omlopp.notices.schema import TextField

    path = next(find("registry-se").folder.glob("upphandlingar_*.csv.gz"))
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as lines:
        read = {row["upphandlings_id"]: row for row in csv.DictReader(lines)}
    for label in title_labels():
        row = read[label.upphandlings_id]
        field = TextField("BT-21-Procedure", None, "sv", row["titel"], "subject")
        found = passages(field, Subject((row["cpv"],), row["titel"]))
        yield from _decisive(found, label.circular == "yes", row["kopare"])


def _notices() -> Iterator[Row]:
    from omlopp.flows.notices import Rejected, each
    from omlopp.library.packs import find
    from omlopp.notices.evidence.context import subject_of
    from omlopp.notices.evidence.find import passages
    from omlopp.notices.labels import notice_labels

    labels = {label.notice.removesuffix(".gz"): label for label in notice_labels()}
    for notice in each([find("notices").folder]):
        if isinstance(notice, Rejected) or (label := labels.get(notice.file.removesuffix(".gz"))) is None:
            continue
        subject = subject_of(notice)
        found = [one for text in notice.texts for one in passages(text, subject)]
        yield from _decisive(found, label.circular == "yes", notice.buyer_name)


def _decisive(found, yes: bool, group: str) -> Iterator[Row]:  # type: ignore[no-untyped-def]
    """The passages that decide: a weak one beside a strong one says nothing of either class. Each kind once."""
    strong = any(one.says == "strong" for one, _ in found)
    wanted = "strong" if strong else "weak"
    for names in dict.fromkeys(names for one, names in found if one.says == wanted):
        yield names, yes, group


def main() -> int:
    import numpy as np
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import brier_score_loss
    from sklearn.model_selection import GroupKFold

    from omlopp.library.detection import FOLDER

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="measure only, write nothing")
    asked = parser.parse_args()
    data = list(rows())
    vectors = DictVectorizer(sparse=False)
    x = vectors.fit_transform([dict.fromkeys(names, 1) for names, _, _ in data])
    y = np.array([yes for _, yes, _ in data])
    groups = [group for _, _, group in data]
    model = LogisticRegression(C=PENALTY, random_state=SEED, max_iter=1_000)
    held_out = np.zeros(len(y))
    thresholds = []
    for train, test in GroupKFold(FOLDS).split(x, y, groups):
        held_out[test] = model.fit(x[train], y[train]).predict_proba(x[test])[:, 1]
        thresholds.append(_between(model.predict_proba(x[train])[:, 1], y[train]))
    brier = brier_score_loss(y, held_out)
    bands = [
        {
            "from": low,
            "to": min(high, 1.0),
            "n": int(inside.sum()),
            "said": round(float(held_out[inside].mean()), 3) if inside.any() else None,
            "yes": round(float(y[inside].mean()), 3) if inside.any() else None,
        }
        for low, high in BANDS
        if (inside := (held_out >= low) & (held_out < high)) is not None
    ]
    model.fit(x, y)
    weights = {"bias": round(float(model.intercept_[0]), 3)} | {
        name: round(float(weight), 3)
        for name, weight in zip(vectors.get_feature_names_out(), model.coef_[0], strict=True)
        if abs(weight) >= 0.005
    }
    measured = {
        "rows": len(y),
        "yes": int(y.sum()),
        "brier": round(float(brier), 4),
        "brier_of_the_base_rate": round(float(y.mean() * (1 - y.mean())), 4),
        "thresholds_by_fold": [round(one, 2) for one in thresholds],
        "bands": bands,
    }
    print(json.dumps(measured, indent=1))
    if not asked.check:
        _write(Path(FOLDER) / "model.yaml", weights, measured)
    return 0


def _between(said, y) -> float:  # type: ignore[no-untyped-def]
    """The middle of the widest gap between scores that gives the best F1."""
    import numpy as np

    values = np.unique(np.concatenate([[0.0], said, [1.0]]))
    gaps = [((low + high) / 2, high - low) for low, high in pairwise(values)]
    return float(max(gaps, key=lambda gap: (round(_f1(y, said >= gap[0]), 6), gap[1]))[0])


def _f1(y, said) -> float:  # type: ignore[no-untyped-def]
    return 2 * float((y & said).sum()) / max(1.0, float(y.sum() + said.sum()))


THRESHOLD = 0.5  # within the gap of every fold; see docs/method/detection.md


def _write(path: Path, weights: dict[str, float], measured: dict[str, object]) -> None:
    bands = measured["bands"]
    assert isinstance(bands, list)
    lines = [
        "# The small linear model of detection: log odds that a reader calls the notice of a passage circular (yes).",
        f"# Trained by bench/train_detection.py on {date.today()}: {measured['rows']} passages, {measured['yes']} of "
        f"class yes; logistic, L2, C = {PENALTY}, seed {SEED}.",
        f"# Left out, {FOLDS} folds by buyer, concept or set: Brier score {measured['brier']} (base rate alone "
        f"{measured['brier_of_the_base_rate']}). Said and yes by band:",
        "# " + "; ".join(f"{b['from']}–{b['to']} n={b['n']} {b['said']} {b['yes']}" for b in bands if b["n"]),
        "weights:",
        *(f'  "{name}": {weight}' for name, weight in weights.items()),
        "# A strong passage below it is taken for weak.",
        f"threshold: {THRESHOLD}",
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
