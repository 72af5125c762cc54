# Sourced by the scripts beside it: `setup` or `setup test` leaves a virtual environment with the locked packages in
# .venv and sets PYTHON to its interpreter. Takes a moment when nothing has changed.

# A folder that somebody names is meant from where they are.
case "${SDWIKI_VAR:-}" in
    "" | /*) ;;
    *) export SDWIKI_VAR=$PWD/$SDWIKI_VAR ;;
esac
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
    echo "$*" >&2
    exit 1
}

# The first interpreter that runs (version managers leave shims that do not) and is new enough.
find_python() {
    local candidate
    for candidate in "${SDWIKI_PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.14 python; do
        if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    fail "sdwiki needs Python 3.11 or newer, and none of python3, python3.11 … python3.14 is one." \
        "Install one, or set SDWIKI_PYTHON to its path."
}

# Only one script at a time may change .venv; the lock ends with this shell. macOS has no flock program: be careful there.
lock_venv() {
    exec 9>.venv.lock
    if command -v flock >/dev/null; then
        flock 9
    fi
}

make_venv() {
    if "$PYTHON" -c '' 2>/dev/null; then
        return
    fi
    local base
    base=$(find_python) || exit 1
    echo "Making the virtual environment with $("$base" --version) …"
    rm -rf .venv
    if command -v uv >/dev/null; then
        uv venv --quiet --no-python-downloads --python "$base" .venv
    else
        "$base" -m venv .venv ||
            fail "$base cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv."
    fi
}

install() {
    local requirements=$1
    # The copy is the stamp: written last, so an interrupted installation is repeated.
    if cmp -s "$requirements" ".venv/$requirements"; then
        return
    fi
    echo "Installing the packages of $requirements …"
    if ! { command -v uv >/dev/null && uv pip install --quiet --python "$PYTHON" --require-hashes -r "$requirements"; }; then
        # pip may know a mirror or a certificate that uv does not.
        "$PYTHON" -m pip --version >/dev/null 2>&1 || "$PYTHON" -m ensurepip >/dev/null
        "$PYTHON" -m pip install -qq --disable-pip-version-check --require-hashes -r "$requirements" ||
            fail "The packages of $requirements could not be installed; the lines above say why."
    fi
    cp "$requirements" ".venv/$requirements"
}

setup() {
    PYTHON=$PWD/.venv/bin/python
    if ! { touch .venv.lock && { [ ! -d .venv ] || [ -w .venv ]; }; } 2>/dev/null; then
        # Somebody else's checkout: good enough to run if it is complete.
        cmp -s requirements.txt .venv/requirements.txt ||
            fail "$PWD cannot be written, and no complete .venv is in it. Run as its owner, or use a checkout of your own."
        [ "${1:-}" != test ] || cmp -s requirements-test.txt .venv/requirements-test.txt ||
            fail "$PWD cannot be written, and its .venv has no test packages."
        return
    fi
    lock_venv
    make_venv
    install requirements.txt
    if [ "${1:-}" = test ]; then
        install requirements-test.txt
    fi
    exec 9>&-
}
