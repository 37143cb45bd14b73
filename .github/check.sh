#!/usr/bin/env bash
# The main step of the action. Runs PROGRAM with PATHS and ARGUMENTS, one a line. Prints annotations, writes reports into a
# folder, and sets the outputs. It succeeds whatever the check finds; a later step decides whether the job fails.
set -uo pipefail

# Only features of bash 3.2, the version on macOS runners.
paths=() arguments=()
while IFS= read -r line; do [ -z "${line//[[:space:]]/}" ] || paths+=("$line"); done <<<"${PATHS:-}"
while IFS= read -r line; do [ -z "${line//[[:space:]]/}" ] || arguments+=("$line"); done <<<"${ARGUMENTS:-}"
# Each use of the action in a job gets its own folder.
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
