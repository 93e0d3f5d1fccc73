"""How sure the label model really is: its marginals, made to mean what they say, and the least that decides a label.

Kept as JSON beside the model; fitted on sentences that the model had not learnt (`vanban.learn.calibrate`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

CALIBRATION_FILE = "statements.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """`temperature` above 1 flattens probabilities; a label below `threshold` is `other`, its guess kept as second.

    `weights` are those of labels of which the corpus holds another share than real papers do; of others 1.
    """

    temperature: float = 1.0
    threshold: float = 0.0
    weights: Mapping[str, float] = field(default_factory=dict)

    def apply(self, probabilities: Mapping[str, float]) -> dict[str, float]:
        """Give calibrated probabilities. Source: C. Guo et al., On Calibration of Modern Neural Networks, 2017."""
        if self.temperature == 1.0 and not self.weights:
            return dict(probabilities)
        weights = self.weights
        powers = {
            label: max(p, 1e-12) ** (1 / self.temperature) * weights.get(label, 1.0)
            for label, p in probabilities.items()
        }
        total = sum(powers.values())
        return {label: power / total for label, power in powers.items()}


def load_calibration(folder: Path) -> Calibration:
    """Read the calibration of the model in a folder; one that changes nothing where the file is missing."""
    path = folder / CALIBRATION_FILE
    if not path.is_file():
        return Calibration()
    found = json.loads(path.read_text("utf-8"))
    weights = found.get("weights", {"other": found["other"]} if "other" in found else {})
    return Calibration(float(found["temperature"]), float(found["threshold"]), weights)
