#!/usr/bin/env bash
# The first step of the action. Installs the tool into its own environment, created by PYTHON (of version VERSION), so that the
# Python and the packages of the job do not change. Sets the output "program".
set -euo pipefail

folder=${RUNNER_TEMP:?}/provenance-python-${VERSION:?}
"${PYTHON:?}" -m venv "$folder"
# On Windows, the folder has another name.
programs=$folder/bin
[ -d "$programs" ] || programs=$folder/Scripts
"$programs/python" -m pip install --quiet --disable-pip-version-check "${GITHUB_ACTION_PATH:?}"
echo "program=$programs/provenance" >>"${GITHUB_OUTPUT:?}"
