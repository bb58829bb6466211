#!/bin/sh
# Make a virtual environment with the first Python of 3.11 to 3.14 that this machine has.
set -eu
for python in python3 python3.13 python3.14 python3.12 python3.11; do
    if "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; then
        "$python" -m venv "$1" && exit 0
        rm -rf "$1"
        echo "Please install Python's venv module (Debian: apt-get install python3-venv)." >&2
        exit 1
    fi
done
echo "Please install Python 3.11 to 3.14 (Debian: apt-get install python3 python3-venv)." >&2
exit 1
