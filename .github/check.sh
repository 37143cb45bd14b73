#!/usr/bin/env bash
# What the action runs: PATHS and ARGUMENTS, one a line, to annotations on standard output, reports in a folder, and
# outputs. It ends well whatever the check finds; the action decides what fails the job.
set -uo pipefail

lines() { while IFS= read -r line; do [ -z "${line//[[:space:]]/}" ] || printf '%s\0' "$line"; done; }
mapfile -d '' -t paths < <(lines <<<"${PATHS:-}")
mapfile -d '' -t arguments < <(lines <<<"${ARGUMENTS:-}")
folder=${RUNNER_TEMP:?}/provenance
mkdir -p "$folder"

status=0
provenance check "${arguments[@]}" --format github --report "sarif=$folder/provenance.sarif" \
    --report "jsonl=$folder/findings.jsonl" --report "markdown=$folder/report.md" -- "${paths[@]}" || status=$?
findings=0
[ ! -f "$folder/findings.jsonl" ] || findings=$(wc -l <"$folder/findings.jsonl")
{
    echo "status=$status"
    echo "findings=$((findings))"
    echo "folder=$folder"
    echo "sarif=$folder/provenance.sarif"
    echo "report=$folder/findings.jsonl"
} >>"${GITHUB_OUTPUT:?}"
