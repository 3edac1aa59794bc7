"""The page in QGIS's options that shows what can run networks here, measures it, and installs it."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsTask
from qgis.gui import QgsOptionsPageWidget, QgsOptionsWidgetFactory
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from ..defaults import wanted_model
from ..installed_models import installed_models
from ..paths import ICON, runtime_folder
from ..runtime import pip
from ..runtime.install import Installation
from ..runtime.packages import CHOICES, installed_in, size_text, title, together
from ..runtime.pins import requirement_lines, torch_version
from ..translation import tr, tr_engine
from .begin_with import BeginWith
from .diagnostics import diagnostics


class RuntimePageFactory(QgsOptionsWidgetFactory):
    """Adds the page to Settings > Options."""

    def __init__(self):
        super().__init__(tr("Unveil"), QIcon(str(ICON)))

    def createWidget(self, parent):  # noqa: N802
        return RuntimePage(parent)


class RuntimePage(QgsOptionsPageWidget):
    """Packages, devices, installation and diagnostics."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.setObjectName("UnveilRuntimePage")
        self._installation = None
        self._task = None
        self.packages = QTreeWidget()
        self.packages.setHeaderLabels([tr("Package"), tr("Version"), tr("Used for")])
        self.packages.setRootIsDecorated(False)
        self.warning = QLabel()
        self.warning.setWordWrap(True)
        self.devices = QLabel(tr("Not measured yet."))
        self.devices.setWordWrap(True)
        self.measure_button = QPushButton(tr("Measure the devices"))
        self.choice = QComboBox()
        for key, choice in CHOICES.items():
            if key != "scipy" or not pip.has_own_scipy():
                self.choice.addItem(f"{title(key)} ({size_text(choice.megabytes)}, {choice.licence})", key)
        self.begin_with = BeginWith()
        self.install_button = QPushButton(tr("Install or repair"))
        self.cancel_button = QPushButton(tr("Cancel"))
        self.cancel_button.setEnabled(False)
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.copy_button = QPushButton(tr("Copy diagnostics"))
        self._lay_out()
        self.measure_button.clicked.connect(self.measure)
        self.install_button.clicked.connect(self.install)
        self.cancel_button.clicked.connect(self.cancel)
        self.copy_button.clicked.connect(lambda: QgsApplication.clipboard().setText(diagnostics()))
        self.choice.currentIndexChanged.connect(self._show_command)
        self.refresh()
        self._show_command()

    def apply(self):
        """Keep what windows begin with; nothing else on this page waits for OK."""
        self.begin_with.apply()

    def _lay_out(self):
        layout = QVBoxLayout(self)
        layout.addWidget(self.begin_with)
        layout.addWidget(self.packages)
        layout.addWidget(self.warning)
        layout.addWidget(self.devices)
        layout.addWidget(self.measure_button)
        row = QHBoxLayout()
        for widget in (self.choice, self.install_button, self.cancel_button):
            row.addWidget(widget)
        layout.addLayout(row)
        layout.addWidget(self.log, 1)
        layout.addWidget(self.copy_button)

    def refresh(self) -> None:
        """Show which packages are installed."""
        from ...models.runtimes import clashing_runtimes, installed_packages

        self.packages.clear()
        for package in installed_packages():
            row = [package.name, package.version or tr("not installed"), tr_engine(package.purpose)]
            self.packages.addTopLevelItem(QTreeWidgetItem(row))
        for column in range(2):
            self.packages.resizeColumnToContents(column)
        clash = clashing_runtimes()
        self.warning.setVisible(bool(clash))
        if clash:
            self.warning.setText(
                tr("{} are installed together, and the one that came last hides the devices of the other; "
                   "choose one below and install it again.").format(" + ".join(clash))
            )  # fmt: skip

    def measure(self) -> None:
        """Run the default model on every device that ONNX Runtime offers, in the background."""
        self.measure_button.setEnabled(False)
        self.devices.setText(tr("Measuring ..."))
        self._task = QgsTask.fromFunction("Unveil: measure devices", _measure, on_finished=self._show_devices)
        QgsApplication.taskManager().addTask(self._task)

    def _show_devices(self, error, lines=None) -> None:
        self.measure_button.setEnabled(True)
        self.devices.setText(str(error) if error else "\n".join(lines))

    def _show_command(self, *_) -> None:
        target = runtime_folder()
        keys = together(self.choice.currentData(), installed_in(target))
        names = [line.partition(" ")[0] for line in requirement_lines(keys)]
        file = target.with_name("requirements.txt")
        runs = pip.commands(pip.interpreters()[0], target, file, torch=torch_version(keys))
        self.log.setPlainText(
            tr("Packages go to {} and are appended to Python's path. By hand:").format(target)
            + "\n\n{}\n\n".format("\n".join(map(pip.as_text, runs)))
            + tr("where requirements.txt holds, each with its hashes: {}").format(", ".join(names) or tr("nothing"))
        )

    def install(self) -> None:
        """Run pip in the background with its output on the page."""
        self._installation = Installation(self.choice.currentData(), self)
        self._installation.said.connect(self.log.appendPlainText)
        self._installation.ended.connect(self._installed)
        self.install_button.setEnabled(False)
        self.cancel_button.setEnabled(True)
        self.log.clear()
        self._installation.start()

    def cancel(self) -> None:
        """Stop pip."""
        if self._installation is not None:
            self._installation.cancel()

    def _installed(self, worked: bool, sentence: str) -> None:
        self.log.appendPlainText(sentence)
        self.install_button.setEnabled(True)
        self.cancel_button.setEnabled(False)
        self.refresh()


def _measure(task) -> list[str]:
    from ...models.probe import measure_device, offered_devices
    from ...models.registry import DEFAULT_MODEL

    devices = offered_devices()
    if not devices:
        return [tr("ONNX Runtime is not installed.")]
    cards = {card.id: card for card in installed_models()}
    if not cards:
        return [tr("There is no model to measure with.")]
    card = cards.get(wanted_model()) or cards.get(DEFAULT_MODEL) or next(iter(cards.values()))
    lines = []
    for device in devices:
        found = measure_device(card, device, task.isCanceled)
        if found.seconds is None:
            lines.append(f"{device}: {tr_engine(found.reason)}")
        else:
            lines.append(
                tr("{}: a tile of {} x {} pixels through {} took {:.2f} s").format(
                    device, card.tile, card.tile, card.id, found.seconds
                )
            )
    return lines
