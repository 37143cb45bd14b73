#!/usr/bin/env bash
# What the action runs: PROGRAM with PATHS and ARGUMENTS, one a line, to annotations on standard output, reports in a
# folder, and outputs. It ends well whatever the check finds; the action decides what fails the job.
set -uo pipefail

# Nothing that bash 3.2 does not have, which is what runners of macOS have.
paths=() arguments=()
while IFS= read -r line; do [ -z "${line//[[:space:]]/}" ] || paths+=("$line"); done <<<"${PATHS:-}"
while IFS= read -r line; do [ -z "${line//[[:space:]]/}" ] || arguments+=("$line"); done <<<"${ARGUMENTS:-}"
# A folder of its own for each use of the action in a job.
folder=$(mktemp -d "${RUNNER_TEMP:?}/provenance.XXXXXX") || exit

status=0
"${PROGRAM:-provenance}" check ${arguments[@]+"${arguments[@]}"} --format github \
    --report "sarif=$folder/provenance.sarif" --report "jsonl=$folder/findings.jsonl" \
    --report "markdown=$folder/report.md" -- ${paths[@]+"${paths[@]}"} || status=$?
findings=0
[ ! -f "$folder/findings.jsonl" ] || findings=$(wc -l <"$folder/findings.jsonl")
{
    echo "status=$status"
    echo "findings=$((findings))"
    echo "folder=$folder"
    echo "sarif=$folder/provenance.sarif"
    echo "report=$folder/findings.jsonl"
} >>"${GITHUB_OUTPUT:?}"
