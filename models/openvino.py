"""OpenVINO as a provider of ONNX Runtime (`onnxruntime-openvino`): how it is started on a processor.

Left to itself it takes a number of threads of its own and works in float32.
"""

from __future__ import annotations

import json
from typing import Any

from unveil.models.runtimes import PROVIDERS
from unveil.models.threads import thread_count

OPENVINO = "openvino"

_HINTS = {"float32": "f32", "bfloat16": "bf16"}
"""Precisions in which networks may work, the exact one first, and OpenVINO's words for them. Where a processor has no
instructions for bfloat16 it works in float32 all the same, and is no faster."""

PRECISIONS = tuple(_HINTS)


def provider_in(precision: str) -> tuple[str, dict[str, Any]]:
    """Return the provider with its options, as a session takes it, for one of PRECISIONS."""
    hints = {"CPU": {"INFERENCE_PRECISION_HINT": _HINTS[precision]}}
    options = {"device_type": "CPU", "num_of_threads": str(thread_count()), "load_config": json.dumps(hints)}
    return PROVIDERS[OPENVINO], options
