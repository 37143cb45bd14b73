#!/usr/bin/env bash
# What the action runs first: the tool into an environment of its own, made by PYTHON (of VERSION), so that the job's own
# Python and packages stay as they are.  The output says which program to run.
set -euo pipefail

folder=${RUNNER_TEMP:?}/provenance-python-${VERSION:?}
"${PYTHON:?}" -m venv "$folder"
# Windows has other names for it.
programs=$folder/bin
[ -d "$programs" ] || programs=$folder/Scripts
"$programs/python" -m pip install --quiet --disable-pip-version-check "${GITHUB_ACTION_PATH:?}"
echo "program=$programs/provenance" >>"${GITHUB_OUTPUT:?}"
