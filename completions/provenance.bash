# bash completion for provenance, made from its parsers: provenance completion bash
_provenance() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
    COMPREPLY=()
    if [[ $COMP_CWORD == 1 ]]; then
        mapfile -t COMPREPLY < <(compgen -W "audit check compare baseline config completion rules explain explain-document --help --version" -- "$word")
        return
    fi
    case $command:$before in
        audit:-f|audit:--format) mapfile -t COMPREPLY < <(compgen -W "table json jsonl csv markdown concise full github gitlab junit rdjson sarif html" -- "$word"); return ;;
        audit:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        check:-f|check:--format) mapfile -t COMPREPLY < <(compgen -W "table json jsonl csv markdown concise full github gitlab junit rdjson sarif html" -- "$word"); return ;;
        check:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        check:--fail-level) mapfile -t COMPREPLY < <(compgen -W "error warning info" -- "$word"); return ;;
        compare:-f|compare:--format) mapfile -t COMPREPLY < <(compgen -W "table json" -- "$word"); return ;;
        compare:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        baseline:--fail-level) mapfile -t COMPREPLY < <(compgen -W "error warning info" -- "$word"); return ;;
        baseline:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        baseline:baseline) mapfile -t COMPREPLY < <(compgen -W "create update prune audit" -- "$word"); return ;;
        config:config) mapfile -t COMPREPLY < <(compgen -W "show schema" -- "$word"); return ;;
        completion:completion) mapfile -t COMPREPLY < <(compgen -W "bash zsh fish" -- "$word"); return ;;
        rules:-f|rules:--format) mapfile -t COMPREPLY < <(compgen -W "table json" -- "$word"); return ;;
        explain-document:-f|explain-document:--format) mapfile -t COMPREPLY < <(compgen -W "table markdown json" -- "$word"); return ;;
        explain-document:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
    esac
    if [[ $word == -* ]]; then
        case $command in
            audit) mapfile -t COMPREPLY < <(compgen -W "-h --help --select --extend-select --ignore --include --exclude --follow-links --threshold --min-words --encoding --fields --as-of --agencies --mojibake --jobs --no-cache -f --format -o --report --color --timings -q --quiet -v --verbose --output --write --why --full" -- "$word") ;;
            check) mapfile -t COMPREPLY < <(compgen -W "-h --help --select --extend-select --ignore --include --exclude --follow-links --threshold --min-words --encoding --fields --as-of --agencies --mojibake --jobs --no-cache -f --format -o --report --color --timings -q --quiet -v --verbose --fail-level --changed-since --staged --focus --baseline --no-baseline --ratchet" -- "$word") ;;
            compare) mapfile -t COMPREPLY < <(compgen -W "-h --help -f --format --min-words --encoding --fields --color" -- "$word") ;;
            baseline) mapfile -t COMPREPLY < <(compgen -W "-h --help --select --extend-select --ignore --include --exclude --follow-links --threshold --min-words --encoding --fields --as-of --agencies --mojibake --jobs --no-cache --baseline --why --decisions --fail-level --color -q --quiet -v --verbose" -- "$word") ;;
            config) mapfile -t COMPREPLY < <(compgen -W "-h --help --origin" -- "$word") ;;
            completion) mapfile -t COMPREPLY < <(compgen -W "-h --help" -- "$word") ;;
            rules) mapfile -t COMPREPLY < <(compgen -W "-h --help -f --format" -- "$word") ;;
            explain) mapfile -t COMPREPLY < <(compgen -W "-h --help" -- "$word") ;;
            explain-document) mapfile -t COMPREPLY < <(compgen -W "-h --help -f --format --full --as-of --agencies --encoding --fields --color" -- "$word") ;;
        esac
        return
    fi
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
}
complete -o filenames -F _provenance provenance
