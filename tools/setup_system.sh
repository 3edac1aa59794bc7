#!/usr/bin/env bash
# Have QGIS 3.40 or newer with its Python, and for that Python venv, SciPy and GDAL.
# Installs them on Debian 12; says in one sentence what is missing anywhere else.
# With "desktop" as second argument also what the tests in a window need: Xvfb, xdotool and ImageMagick.
set -euo pipefail

PYTHON=${1:-/usr/bin/python3}
PURPOSE=${2:-run}
PACKAGES="python3-venv python3-scipy python3-gdal gdal-bin qttools5-dev-tools"
DESKTOP_PACKAGES="xvfb xdotool imagemagick"
[ "$PURPOSE" = desktop ] && PACKAGES="$PACKAGES $DESKTOP_PACKAGES"
BACKPORTED="qgis python3-qgis"

refuse() {
    echo "Unveil needs QGIS 3.40 or newer, the Python that QGIS uses, and for it venv, SciPy and GDAL (on Debian:" \
        "qgis python3-qgis python3-venv python3-scipy python3-gdal); $1" >&2
    exit 1
}

has_desktop_tools() {
    [ "$PURPOSE" != desktop ] && return
    for tool in Xvfb xdotool import; do command -v "$tool" >/dev/null || return 1; done
}

complete() {
    has_desktop_tools && [ -x "$PYTHON" ] && command -v qgis_process >/dev/null &&
        QT_QPA_PLATFORM=offscreen "$PYTHON" - <<'CHECK' >/dev/null 2>&1
import ensurepip, scipy
from osgeo import gdal
from qgis.core import Qgis
raise SystemExit(Qgis.QGIS_VERSION_INT < 34000)
CHECK
}

complete && exit 0

. /etc/os-release 2>/dev/null || true
[ "${ID:-}" = debian ] && [ "${VERSION_ID:-}" = 12 ] ||
    refuse "install them from https://qgis.org/download and run 'make setup' again."

as_root=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || refuse "run 'make setup' as root or with sudo, which this machine does not have."
    as_root=sudo
fi

if [[ "$(apt-cache policy)" != *n=bookworm-backports* ]]; then
    echo "deb http://deb.debian.org/debian bookworm-backports main" |
        $as_root tee /etc/apt/sources.list.d/bookworm-backports.list >/dev/null
fi
get="$as_root env DEBIAN_FRONTEND=noninteractive apt-get"
# shellcheck disable=SC2086
{
    $get update &&
        $get install -y --no-install-recommends -t bookworm-backports $BACKPORTED &&
        $get install -y --no-install-recommends $PACKAGES
} || refuse "apt-get could not install them: its own lines above say why."

complete || refuse "apt-get has installed them, yet $PYTHON does not find them all."
