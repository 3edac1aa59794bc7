"""Runs inside QGIS (`qgis --code`) and answers questions about its widgets and state, as JSON over a local socket.

It only looks: everything that happens is done from outside, with a mouse and a keyboard. Requests and answers are one
line each: {"ask": name, ...arguments} and {"answer": ...} or {"error": text}.
"""

import json
import os
import time
import traceback

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QPoint, QRect, QTimer
from qgis.PyQt.QtNetwork import QLocalServer
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QMenu,
    QMenuBar,
    QProgressBar,
    QTextEdit,
)
from qgis.utils import iface, plugins

TICK = 0.01
"""Seconds between two beats of the pulse."""


class Pulse:
    """Measures how long the main loop did not come round, less what the machine kept its thread from running."""

    def __init__(self):
        self.timer = QTimer()
        self.timer.setInterval(int(1000 * TICK))
        self.timer.setTimerType(0)  # precise
        self.timer.timeout.connect(self.beat)
        self.reset()
        self.timer.start()

    def reset(self):
        self.gaps, self.beats = [], 0
        self.last, self.delay, self.start = time.monotonic(), run_delay(), time.monotonic()
        self.busy = time.thread_time()

    def beat(self):
        now, delay = time.monotonic(), run_delay()
        gap, kept = now - self.last - TICK, delay - self.delay
        busy, self.busy = time.thread_time() - self.busy, time.thread_time()
        self.beats += 1
        self.last, self.delay = now, delay
        if gap > 0.03:
            own = gap - min(kept, gap)
            self.gaps.append(tuple(round(each, 4) for each in (own, gap, now - self.start, busy)))


def run_delay():
    """Return for how many seconds the main thread was ready to run and the machine was busy with others."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/schedstat") as file:
            return int(file.read().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


def box(widget, rect=None):
    """Return where a widget, or a rectangle of it, is on the screen."""
    rect = widget.rect() if rect is None else rect
    corner = widget.mapToGlobal(rect.topLeft())
    return {
        "x": corner.x(), "y": corner.y(), "width": rect.width(), "height": rect.height(),
        "enabled": widget.isEnabled(), "text": text_of(widget), "class": widget.metaObject().className(),
        "window": widget.window().windowTitle(),
    }  # fmt: skip


def text_of(widget):
    for name in ("text", "currentText", "title", "windowTitle"):
        method = getattr(widget, name, None)
        if method is not None:
            try:
                text = method()
            except TypeError:
                continue
            if isinstance(text, str) and text:
                return text.replace("&", "")
    return ""


def shown(widget):
    """Whether a person can see any of it: it is visible, and nothing has scrolled or folded it away."""
    seen = QRect(QPoint(0, 0), widget.size())
    while widget.isVisible() and not widget.isWindow():
        seen.translate(widget.pos())
        widget = widget.parentWidget()
        seen &= widget.rect()
    return widget.isVisible() and not seen.isEmpty()


def widgets(kind=None, name=None, text=None, within=None, shown_only=True):
    """Return the widgets of a class, object name, text (or its beginning, with ...) below a widget of a class."""
    found = []
    for widget in QApplication.allWidgets():
        if kind and not is_a(widget, kind):
            continue
        if name and widget.objectName() != name:
            continue
        if text is not None and not matches(text_of(widget), text):
            continue
        if within and not any(is_a(parent, within) or parent.objectName() == within for parent in parents(widget)):
            continue
        if shown_only and not shown(widget):
            continue
        found.append(widget)
    return found


def is_a(widget, kind):
    return widget.inherits(kind) or any(each.__name__ == kind for each in type(widget).__mro__)


def matches(text, wanted):
    return text.startswith(wanted[:-3]) if wanted.endswith("...") else text == wanted


def parents(widget):
    while widget is not None:
        yield widget
        widget = widget.parentWidget()


def find(**criteria):
    return [box(widget) for widget in widgets(**criteria)]


def parameter(label):
    """Return where the control of a parameter is that stands below this label in the dialog of an algorithm."""
    for found in widgets(kind="QLabel", within="AlgorithmDialog"):
        if text_of(found).startswith(label):
            below = [
                each
                for each in widgets(within="AlgorithmDialog")
                if isinstance(each, (QComboBox, QLineEdit))
                and top(each) >= top(found) + found.height() // 2
                and not isinstance(each.parentWidget(), QComboBox)
            ]
            below.sort(key=lambda each: (top(each), each.mapToGlobal(QPoint(0, 0)).x()))
            if below:
                return box(below[0])
    return None


def top(widget):
    return widget.mapToGlobal(QPoint(0, 0)).y()


def item(text, within=None):
    """Return where the first visible item with this text is, in any tree, list or open combo box."""
    for view in widgets(within=within):
        if not isinstance(view, QAbstractItemView) or view.model() is None:
            continue
        for index in indexes(view.model(), view.rootIndex()):
            if matches(str(index.data() or ""), text):
                rect = view.visualRect(index)
                if not rect.isEmpty() and view.viewport().rect().intersects(rect):
                    return box(view.viewport(), rect.intersected(view.viewport().rect()))
    return None


def entry(text):
    """Return where an entry of the menu bar or of an open menu with this text is."""
    for widget in widgets():
        if isinstance(widget, (QMenu, QMenuBar)):
            for action in widget.actions():
                if matches(action.text().replace("&", ""), text) and action.isVisible():
                    return box(widget, widget.actionGeometry(action))
    return None


def indexes(model, parent, depth=0):
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        yield index
        if depth < 6:
            yield from indexes(model, index, depth + 1)


def canvas():
    """Return where the map is, and what it shows."""
    shown_map = iface.mapCanvas()
    extent = shown_map.extent()
    return {
        **box(shown_map.viewport()),
        "extent": [extent.xMinimum(), extent.yMinimum(), extent.xMaximum(), extent.yMaximum()],
        "drawing": shown_map.isDrawing(),
        "tool": type(shown_map.mapTool()).__name__ if shown_map.mapTool() else "",
    }


def layers():
    """Return the layers of the project from top to bottom."""
    found = []
    for layer in QgsProject.instance().layerTreeRoot().layerOrder():
        renderer = layer.renderer()
        stretch = getattr(renderer, "redContrastEnhancement", lambda: None)()
        found.append({
            "name": layer.name(), "source": layer.source(), "bands": layer.bandCount(), "valid": layer.isValid(),
            "renderer": renderer.type(), "used": renderer.usesBands(),
            "stretch": [stretch.minimumValue(), stretch.maximumValue()] if stretch else None,
        })  # fmt: skip
    return found


def comparison():
    """Return how the comparison stands."""
    panel = plugins["unveil"].desktop.panel
    pictures = (panel._before, panel._after)
    return {
        "active": panel.active, "visible": panel.isVisible(), "fraction": panel.tool.fraction,
        "vertical": panel.tool.vertical, "only": panel._item.only if panel._item else None,
        "before": panel.before_box.currentText(), "after": panel.after_box.currentText(),
        "extents": [[each.corners[0].x(), each.corners[1].x()] if each.corners else None for each in pictures],
        "drawn": all(each.image is not None for each in pictures),
        "lines": [[name, line] for name, line in panel.plot.lines],
        "plot": box(panel.plot),
    }  # fmt: skip


def dock():
    """Return how the run from the dock stands: running, rows on the map, the names of the layers before and after."""
    scene = plugins["unveil"].desktop.dock.scene
    if scene is None:
        return {"running": False, "preview": False, "pair": None}
    layers = [QgsProject.instance().mapLayer(name) for name in scene._pair or ()]
    return {
        "running": scene.runner.running, "preview": scene.preview.extent is not None,
        "pair": [layer.name() for layer in layers] if layers and None not in layers else None,
        "status": scene.status.text(), "log": scene.log.toPlainText(),
    }  # fmt: skip


def run():
    """Return what the dialog of an algorithm says of its run, and which tasks are at work."""
    dialogs = [each for each in QApplication.topLevelWidgets() if each.isVisible() and is_a(each, "AlgorithmDialog")]
    log = bar = None
    if dialogs:
        log = "\n".join(
            each.toPlainText() for each in dialogs[0].findChildren(QTextEdit) if each.objectName() == "txtLog"
        )
        bars = [each for each in dialogs[0].findChildren(QProgressBar) if each.isVisible()]
        bar = bars[0].value() if bars else None
    active = QgsApplication.taskManager().activeTasks()
    return {"dialog": bool(dialogs), "log": log, "progress": bar, "tasks": [task.description() for task in active]}


def messages():
    """Return what the message bar says."""
    return [text_of(label) for label in widgets(kind="QLabel", within="QgsMessageBar")] + [
        each.toPlainText() for each in widgets(kind="QTextEdit", within="QgsMessageBar")
    ]


def ready():
    """Whether QGIS has started: its window, the plugin, its algorithms, and the map has been drawn."""
    registry = QgsApplication.processingRegistry()
    return bool(
        iface.mainWindow().isVisible() and "unveil" in plugins and registry.algorithmById("unveil:removeclouds")
        and not iface.mapCanvas().isDrawing()
    )  # fmt: skip


def windows():
    return [box(widget) for widget in QApplication.topLevelWidgets() if widget.isVisible()]


def docks():
    return {dock.objectName(): box(dock) for dock in iface.mainWindow().findChildren(QDockWidget) if shown(dock)}


def stalls(reset=False):
    """Return the worst gaps of the main loop since the last reset, worst first: [own seconds, seconds, when, busy].

    own: less what the machine kept the main thread from running. busy: its time on a processor, which no load distorts.
    """
    answer = {"beats": pulse.beats, "seconds": time.monotonic() - pulse.start, "gaps": sorted(pulse.gaps)[::-1][:10]}
    if reset:
        pulse.reset()
    return answer


QUESTIONS = {
    each.__name__: each
    for each in (
        find,
        parameter,
        item,
        entry,
        canvas,
        layers,
        comparison,
        dock,
        run,
        messages,
        ready,
        windows,
        docks,
        stalls,
    )
}


class Reporter:
    """Serves one connection after another in the main loop."""

    def __init__(self, path):
        self.server = QLocalServer()
        self.server.newConnection.connect(self.welcome)
        self.server.listen(path)
        self.open = []

    def welcome(self):
        connection = self.server.nextPendingConnection()
        self.open.append(connection)
        connection.readyRead.connect(lambda: self.answer(connection))

    def answer(self, connection):
        while connection.canReadLine():
            request = json.loads(bytes(connection.readLine()).decode())
            try:
                reply = {"answer": QUESTIONS[request.pop("ask")](**request)}
            except Exception:
                reply = {"error": traceback.format_exc()}
            connection.write((json.dumps(reply) + "\n").encode())
            connection.flush()


pulse = Pulse()
reporter = Reporter(os.environ["UNVEIL_DESKTOP_SOCKET"])
