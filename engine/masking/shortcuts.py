"""Fewer multiplications for a U-Net of EfficientNet, in the graph that ONNX Runtime has made of it for this processor.

ONNX Runtime keeps images in blocks of channels (NCHWc: [1, C / block, h, w, block], operators of the domain
com.microsoft.nchwc, weights [out / block, in / block, kh, kw, block in, block out]); most of what its optimiser leaves
to be saved can be said only in that layout. The results are the same numbers but for rounding:

* Gates of squeeze and excitation multiply the blocks as they are; the runtime puts all channels in a row first, and back.
* A convolution of images side by side is the sum of two, so they are never copied side by side.
* A 3 x 3 convolution of an image enlarged twice by repeating pixels takes but 2 x 2 different pixels: each of the four
  results for a pixel of the small image has 4 products in place of 9 (Aitken et al. 2017, arXiv 1707.02937).
* The last convolution, with fewer results than a block has places, yields four pixels at once in the places left over.
"""

from __future__ import annotations

import numpy as np

from unveil.engine.masking.graphs import Attribute, Graph, Node, node

_BLOCKED = "com.microsoft.nchwc"
_FLOAT, _HALF = 1, 10
_PLAIN = {"auto_pad": b"NOTSET", "dilations": [1, 1], "group": 1}


class UnknownGraph(Exception):
    """The graph is another one than these shortcuts are for."""


def shorten(graph: Graph, size: int) -> None:
    """Rewrite the graph of a U-Net for square images of `size` pixels, which ONNX Runtime has optimised and saved.

    Raises:
        UnknownGraph: the graph is not built like that; it is then half rewritten and no longer of use.
    """
    block = _block(graph)
    rewriting = _Rewriting(graph, block)
    rewriting.gates()
    enlarged = [entry for entry in graph.nodes if entry.kind == "Upsample"]
    _expect(bool(enlarged))
    for index, entry in enumerate(enlarged):
        _expect(entry.domain == _BLOCKED and entry.get("scales") == [1, 1, 2, 2] and entry.get("mode") == b"nearest")
        rewriting.enlargement(entry, size >> (len(enlarged) - index))
    rewriting.head()
    graph.drop_unused()


def _block(graph: Graph) -> int:
    """Return the channels of a block: to it the bias of the last convolution is filled up."""
    conv = _convolution(graph.maker(_last_layout(graph).inputs[0]))
    bias = graph.tensor(conv.inputs[2])
    _expect(bias is not None)
    return len(bias)


def _last_layout(graph: Graph) -> Node:
    made = graph.maker(graph.results[0])
    if made is not None and made.kind == "Cast":
        made = graph.maker(made.inputs[0])
    return _of(made, "ReorderOutput")


class _Rewriting:
    def __init__(self, graph: Graph, block: int):
        self._graph = graph
        self._block = block

    def gates(self) -> None:
        """Gate images in blocks as they are."""
        for entry in [entry for entry in self._graph.nodes if entry.kind == "Mul"]:
            sides = [_of(self._graph.maker(name), "ReorderOutput") for name in entry.inputs]
            makers = [self._graph.maker(side.inputs[0]) for side in sides]
            gates = [index for index, made in enumerate(makers) if made and made.get("activation") == b"Sigmoid"]
            _expect(len(gates) == 1)
            gate, image = sides[gates[0]].inputs[0], sides[1 - gates[0]].inputs[0]
            layout = _of(self._only_user(entry.outputs[0]), "ReorderInput")
            channels = sides[0].get("channels")
            _expect(isinstance(channels, int) and sides[1].get("channels") == channels)
            blocks = -(-channels // self._block)
            at = self._graph.nodes.index(layout)
            flat = self._put(at, "Reshape", [image, self._numbers(blocks, -1, self._block)])
            row = self._put(at + 1, "Reshape", [gate, self._numbers(blocks, 1, self._block)])
            gated = self._put(at + 2, "Mul", [row, flat])
            shape = self._put(at + 3, "Shape", [image])
            self._graph.nodes[at + 4] = Node("Reshape", [gated, shape], layout.outputs, "", {})

    def enlargement(self, entry: Node, size: int) -> None:
        """Convolve before enlarging from `size` pixels a side, and apart from what is put beside it."""
        user = self._only_user(entry.outputs[0])
        if user.kind == "Conv":
            conv = _convolution(user, 3)
            at = self._graph.nodes.index(conv)
            made = self._enlarged(at, entry.inputs[0], self._weights(conv), size, conv)
            for other in self._graph.users(conv.outputs[0]):
                other.inputs = [made if name == conv.outputs[0] else name for name in other.inputs]
            return
        down = _of(self._only_user(_of(user, "ReorderOutput").outputs[0]), "Cast")
        joined = _of(self._only_user(down.outputs[0]), "Concat")
        _expect(len(joined.inputs) == 2 and joined.inputs[0] == down.outputs[0] and joined.get("axis") == 1)
        beside = _of(self._graph.maker(_of(self._graph.maker(joined.inputs[1]), "Cast").inputs[0]), "ReorderOutput")
        up = _of(self._only_user(joined.outputs[0]), "Cast")
        _expect(down.get("to") == _HALF and up.get("to") == _FLOAT)
        layout = _of(self._only_user(up.outputs[0]), "ReorderInput")
        conv = _convolution(self._only_user(layout.outputs[0]), 3)
        _expect(len(conv.inputs) == 3)
        channels = user.get("channels")
        _expect(isinstance(channels, int) and channels % self._block == 0)
        weights, first = self._weights(conv), channels // self._block
        at = self._graph.nodes.index(conv)
        # The network rounds to 16 bits where images are put side by side; enlarging changes no value.
        small, at = self._rounded(at, entry.inputs[0])
        other, at = self._rounded(at, beside.inputs[0])
        total = self._enlarged(at, small, weights[:, :first], size)
        rest = weights[:, first:]
        shape = rest.shape[0] * self._block, rest.shape[1] * self._block, 3, 3
        conv.inputs = [other, self._graph.add(rest.reshape(shape)), conv.inputs[2], total]

    def head(self) -> None:
        """Compute four pixels at once in the last convolution."""
        layout = _last_layout(self._graph)
        channels = layout.get("channels")
        _expect(isinstance(channels, int) and channels <= self._block)
        conv = _convolution(self._graph.maker(layout.inputs[0]), 3)
        _expect(conv.get("activation") is None and len(conv.inputs) == 3)
        weights, bias = self._weights(conv), self._graph.tensor(conv.inputs[2])
        inner, outer = weights.shape[1], -(-4 * channels // self._block)
        # One place after the other in the last axis, cut into blocks afterwards.
        four = np.zeros((inner, 4, 4, self._block, outer * self._block), dtype=np.float32)
        for place in range(4):
            top, left = divmod(place, 2)
            here = slice(place * channels, (place + 1) * channels)
            four[:, top : top + 3, left : left + 3, :, here] = weights[0, ..., :channels]
        four = np.moveaxis(four.reshape(*four.shape[:-1], outer, self._block), -2, 0)
        shift = np.zeros(outer * self._block, dtype=np.float32)
        shift[: 4 * channels] = np.tile(bias[:channels], 4)
        shape = outer * self._block, inner * self._block, 4, 4
        at = self._graph.nodes.index(self._graph.maker(self._graph.results[0]))
        inputs = [conv.inputs[0], self._graph.add(four.reshape(shape)), self._graph.add(shift)]
        sizes = {"kernel_shape": [4, 4], "pads": [1, 1, 1, 1], "strides": [2, 2]}
        made = self._put(at, "Conv", inputs, _BLOCKED, **_PLAIN, **sizes)
        made = self._put(at + 1, "ReorderOutput", [made], _BLOCKED, channels=4 * channels, channels_last=0)
        self._graph.nodes[at + 2] = node("DepthToSpace", [made], self._graph.results[0], blocksize=2, mode=b"DCR")

    def _enlarged(self, at: int, small: str, weights: np.ndarray, size: int, conv: Node | None = None) -> str:
        """Convolve [1, C, size, size] as if enlarged; `conv` tells bias and activation, if these belong to it."""
        bias = conv.inputs[2:3] if conv else []
        activation = conv.get("activation") if conv else None
        extra = {} if activation is None else {"activation": activation}
        outer, inner = weights.shape[0] * self._block, weights.shape[1] * self._block
        lines = []
        for below, rows in enumerate(_pairs(weights, 2)):
            halves = []
            for right, kernel in enumerate(_pairs(rows, 3)):
                sizes = {"kernel_shape": [2, 2], "pads": [1 - below, 1 - right, below, right], "strides": [1, 1]}
                inputs = [small, self._graph.add(kernel.reshape(outer, inner, 2, 2)), *bias]
                made = self._put(at, "Conv", inputs, _BLOCKED, **_PLAIN, **sizes, **extra)
                shape = self._numbers(weights.shape[0] * size, size, self._block)
                halves.append(self._put(at + 1, "Reshape", [made, shape]))
                at += 2
            line = self._put(at, "Concat", halves, axis=2)
            shape = self._numbers(weights.shape[0] * size, 2 * size * self._block)
            lines.append(self._put(at + 1, "Reshape", [line, shape]))
            at += 2
        made = self._put(at, "Concat", lines, axis=1)
        return self._put(at + 1, "Reshape", [made, self._numbers(1, outer, 2 * size, 2 * size)])

    def _rounded(self, at: int, name: str) -> tuple[str, int]:
        half = self._put(at, "Cast", [name], to=_HALF)
        return self._put(at + 1, "Cast", [half], to=_FLOAT), at + 2

    def _weights(self, conv: Node) -> np.ndarray:
        """Return a convolution's weights as [out / block, in / block, kh, kw, block, block]."""
        stored = self._graph.tensor(conv.inputs[1])
        _expect(stored is not None and stored.ndim == 4 and stored.dtype == np.float32)
        outer, inner, height, width = stored.shape
        _expect(outer % self._block == 0 and inner % self._block == 0)
        return stored.reshape(outer // self._block, inner // self._block, height, width, self._block, self._block)

    def _only_user(self, name: str) -> Node:
        users = self._graph.users(name)
        _expect(len(users) == 1)
        return users[0]

    def _numbers(self, *values: int) -> str:
        return self._graph.add(np.array(values, dtype=np.int64))

    def _put(self, at: int, kind: str, inputs: list[str], domain: str = "", **attributes: Attribute) -> str:
        name = f"unveil_made_{len(self._graph.nodes)}"
        self._graph.nodes.insert(at, node(kind, inputs, name, domain, **attributes))
        return name


def _pairs(weights: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    """Return what three taps along an axis do to pairs of equal pixels, for the first and for the second of a pair."""
    first, middle, last = np.moveaxis(weights, axis, 0)
    return np.stack([first, middle + last], axis), np.stack([first + middle, last], axis)


def _convolution(found: Node | None, side: int | None = None) -> Node:
    """Return the node if it convolves all channels at all pixels, with a square of `side` pixels if given."""
    conv = _of(found, "Conv")
    _expect(conv.domain == _BLOCKED and all(conv.get(name) == value for name, value in _PLAIN.items()))
    _expect(conv.get("strides") == [1, 1])
    if side is not None:
        _expect(conv.get("kernel_shape") == [side, side] and conv.get("pads") == [side // 2] * 4)
    return conv


def _of(found: Node | None, kind: str) -> Node:
    if found is None or found.kind != kind:
        raise UnknownGraph(f"a node of the kind {kind} is missing")
    return found


def _expect(holds: bool) -> None:
    if not holds:
        raise UnknownGraph("it is built in another way")
