#!/bin/sh
# Sets up .venv with this project and what one extra of pyproject.toml adds.
#
#   sh scripts/setup.sh [test|dev|bench]    returns at once when nothing changed
#   sh scripts/setup.sh check               only says what is missing, in one line
#
# PYTHON=/path/to/python3 chooses the Python; otherwise the first one on the path that lacks nothing is taken.
set -eu
cd "$(dirname "$0")/.."

say() { echo "setup: $*" >&2; }
fail() { say "$@"; exit 1; }

task=${1:-test}
case $task in
    test | dev | bench | check) ;;
    *) fail "'$task' is none of test, dev, bench, check" ;;
esac
PYTHON=${PYTHON:-}
root=$(pwd -P)

# ── Is there anything to do? ─────────────────────────────────────────────────────────────────────────────────────────

# The interpreter itself, whatever it is called and whichever environment it is started from.
identity() { "$1" -c 'import sys; print(sys.base_prefix, sys.version)' 2>/dev/null; }

venv_works() {
    [ -x .venv/bin/python ] || return 1
    # Its scripts name the folder they were made in, so an environment copied along with the tree is not ours.
    [ ! -f .venv/made-in ] || [ "$(cat .venv/made-in)" = "$root" ] || return 1
    .venv/bin/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || return 1
    [ -z "$PYTHON" ] || [ "$(identity "$PYTHON")" = "$(identity .venv/bin/python)" ]
}

wanted=$(cat pyproject.toml scripts/setup.sh | cksum)
up_to_date() { [ "$(cat ".venv/ready-$task" 2>/dev/null)" = "$wanted" ] && venv_works; }

[ "$task" = check ] || ! up_to_date || exit 0

# ── Which Python, and what does it lack? ─────────────────────────────────────────────────────────────────────────────

# One line each: version, folder of the C headers, compiler it was built with, whether it can make environments.
probe='
import importlib.util, sys, sysconfig
print("%d.%d" % sys.version_info[:2])
print(sysconfig.get_path("include"))
print((sysconfig.get_config_var("CC") or "cc").split()[0])
print(all(importlib.util.find_spec(m) for m in ("venv", "ensurepip")))
'

# Sets `version` and `missing` for the Python $1; fails when it is none, or older than 3.11.
examine() {
    answer=$("$1" -c "$probe" 2>/dev/null) || return 1
    { read -r version && read -r include && read -r built_with && read -r makes_venv; } <<END
$answer
END
    case $version in 3.[0-9] | 3.10 | [!3]*) return 1 ;; esac
    missing=''
    [ "$makes_venv" = True ] || [ "$1" = .venv/bin/python ] || missing=venv
    # durable-rules comes as C source; it is not used with Python 3.13 and later.
    case $version in 3.11 | 3.12) examine_compiler ;; esac
}

# Adds to `missing` what compiling an extension lacks; exports the compiler that serves.
examine_compiler() {
    for compiler in ${CC:-} "$built_with" cc gcc clang; do
        command -v "$compiler" >/dev/null 2>&1 || continue
        echo '#include <Python.h>' | "$compiler" -I"$include" -fsyntax-only -x c - 2>/dev/null ||
            missing="$missing headers"
        export CC="$compiler"
        return 0
    done
    missing="$missing compiler"
    [ -f "$include/Python.h" ] || missing="$missing headers"
}

choose_python() {
    if [ -n "$PYTHON" ]; then set -- "$PYTHON"
    elif venv_works; then set -- .venv/bin/python
    # 3.12 and 3.11 first: with them both engines run.
    else set -- python3.12 python3.11 python3 python3.13 python3.14 python3.15
    fi
    lacking='' lacking_version=''
    for python in "$@"; do
        examine "$python" || continue
        [ -n "$missing" ] || return 0
        [ -n "$lacking" ] || lacking=$missing lacking_version=$version
    done
    missing=$lacking version=$lacking_version
    [ -z "$missing" ] || return 0
    # The Python to come may be one that compiles: one list now spares a second round.
    missing=python
    [ -n "$(command -v cc || command -v gcc || command -v clang)" ] || missing="$missing compiler"
    missing="$missing headers"
}

# ── What to do about it ──────────────────────────────────────────────────────────────────────────────────────────────

name_of() {
    case $1 in
        python) echo "Python 3.11 or newer${PYTHON:+ ($PYTHON is none)}" ;;
        venv) echo "venv with ensurepip for Python $version" ;;
        compiler) echo 'a C compiler' ;;
        headers) echo "the C headers of Python${version:+ $version}" ;;
    esac
}

package_of() {
    case $installer:$1 in
        apt-get:python) echo 'python3 python3-venv' ;;
        apt-get:venv) echo "python$version-venv" ;;
        apt-get:compiler) echo build-essential ;;
        apt-get:headers) echo "python${version:-3}-dev libc6-dev" ;;
        dnf:python | apk:python | dnf:venv | apk:venv) echo python3 ;;
        dnf:compiler) echo gcc ;;
        dnf:headers) echo python3-devel ;;
        apk:compiler) echo build-base ;;
        apk:headers) echo 'python3-dev musl-dev' ;;
        pacman:compiler) echo base-devel ;;
        pacman:*) echo python ;;
    esac
}

remedy() {
    sudo='sudo '
    [ "$(id -u)" != 0 ] || sudo=''
    for installer in apt-get dnf apk pacman none; do
        ! command -v "$installer" >/dev/null 2>&1 || break
    done
    packages=$(for need in $missing; do package_of "$need"; done | paste -s -d ' ' -)
    case $installer in
        apt-get | dnf) echo "$sudo$installer install $packages" ;;
        apk) echo "${sudo}apk add $packages" ;;
        pacman) echo "${sudo}pacman -S $packages" ;;
        none)
            case $(uname):$missing in
                Darwin:*python* | Darwin:*venv*) echo 'brew install python@3.12' ;;
                Darwin:*) echo 'xcode-select --install' ;;
                *) echo "install with your system's package manager" ;;
            esac ;;
    esac
}

choose_python
if [ -n "$missing" ]; then
    names=$(for need in $missing; do name_of "$need"; done | paste -s -d , - | sed 's/,/, /g')
    fail "missing: $names. Remedy: $(remedy) (or PYTHON=/path/to/another/python3)"
fi
[ "$task" != check ] || exit 0

# ── Install ──────────────────────────────────────────────────────────────────────────────────────────────────────────

# One set-up at a time. The lock belongs to the open file, which the shell keeps until it ends, however it ends.
exec 9>.venv.lock
"$python" -c '
import fcntl, sys
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("setup: waiting for another set-up to end", file=sys.stderr)
    fcntl.flock(9, fcntl.LOCK_EX)
'
! up_to_date || exit 0

# pip's output is shown only when it fails, and then its end.
quietly() {
    "$@" >.venv.log 2>&1 </dev/null && return
    tail -n 20 .venv.log >&2
    fail "that failed: $* (all of it in .venv.log)"
}

if ! venv_works; then
    [ ! -e .venv ] || say "replacing .venv: it is broken, copied, or of another Python"
    say "making .venv with Python $version"
    rm -rf .venv
    quietly "$python" -m venv .venv
    echo "$root" >.venv/made-in
fi
say "installing with pip, a minute or so the first time"
quietly .venv/bin/python -m pip install --disable-pip-version-check --no-input --progress-bar off --editable ".[$task]"
rm -f .venv.log

echo "$wanted" >".venv/ready-$task"
[ "$task" != dev ] || echo "$wanted" >.venv/ready-test # dev includes test
