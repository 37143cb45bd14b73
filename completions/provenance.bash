# bash completion for provenance, made from its parsers: provenance completion bash
_provenance() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
    COMPREPLY=()
    if [[ $COMP_CWORD == 1 ]]; then
        mapfile -t COMPREPLY < <(compgen -W "audit check compare baseline config completion rules explain explain-document --help --version" -- "$word")
        return
    fi
    # readline splits --option=value into three words
    [[ $word == = ]] && word=
    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD-2]}
    case $command:$before in
        audit:--select) return ;;
        audit:--extend-select) return ;;
        audit:--ignore) return ;;
        audit:--include) return ;;
        audit:--exclude) return ;;
        audit:--threshold) return ;;
        audit:--min-words) return ;;
        audit:--encoding) return ;;
        audit:--fields) return ;;
        audit:--as-of) return ;;
        audit:--mojibake) mapfile -t COMPREPLY < <(compgen -W "own ftfy" -- "$word"); return ;;
        audit:--jobs) return ;;
        audit:-f|audit:--format) mapfile -t COMPREPLY < <(compgen -W "table concise full documents claims pairs passages groups csv markdown html json jsonl github gitlab junit rdjson sarif" -- "$word"); return ;;
        audit:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        audit:--output) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
        audit:--write) mapfile -t COMPREPLY < <(compgen -W "documents claims pairs passages groups findings report html audit" -- "$word"); return ;;
        check:--select) return ;;
        check:--extend-select) return ;;
        check:--ignore) return ;;
        check:--include) return ;;
        check:--exclude) return ;;
        check:--threshold) return ;;
        check:--min-words) return ;;
        check:--encoding) return ;;
        check:--fields) return ;;
        check:--as-of) return ;;
        check:--mojibake) mapfile -t COMPREPLY < <(compgen -W "own ftfy" -- "$word"); return ;;
        check:--jobs) return ;;
        check:-f|check:--format) mapfile -t COMPREPLY < <(compgen -W "table concise full documents claims pairs passages groups csv markdown html json jsonl github gitlab junit rdjson sarif" -- "$word"); return ;;
        check:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        check:--fail-level) mapfile -t COMPREPLY < <(compgen -W "error warning info" -- "$word"); return ;;
        check:--changed-since) return ;;
        compare:-f|compare:--format) mapfile -t COMPREPLY < <(compgen -W "table json" -- "$word"); return ;;
        compare:--min-words) return ;;
        compare:--encoding) return ;;
        compare:--fields) return ;;
        compare:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        baseline:--select) return ;;
        baseline:--extend-select) return ;;
        baseline:--ignore) return ;;
        baseline:--include) return ;;
        baseline:--exclude) return ;;
        baseline:--threshold) return ;;
        baseline:--min-words) return ;;
        baseline:--encoding) return ;;
        baseline:--fields) return ;;
        baseline:--as-of) return ;;
        baseline:--mojibake) mapfile -t COMPREPLY < <(compgen -W "own ftfy" -- "$word"); return ;;
        baseline:--jobs) return ;;
        baseline:--why) return ;;
        baseline:--fail-level) mapfile -t COMPREPLY < <(compgen -W "error warning info" -- "$word"); return ;;
        baseline:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        baseline:baseline) mapfile -t COMPREPLY < <(compgen -W "create update prune audit" -- "$word"); return ;;
        config:config) mapfile -t COMPREPLY < <(compgen -W "show schema" -- "$word"); return ;;
        completion:completion) mapfile -t COMPREPLY < <(compgen -W "bash zsh fish" -- "$word"); return ;;
        rules:-f|rules:--format) mapfile -t COMPREPLY < <(compgen -W "table json" -- "$word"); return ;;
        explain-document:-f|explain-document:--format) mapfile -t COMPREPLY < <(compgen -W "table markdown json" -- "$word"); return ;;
        explain-document:--as-of) return ;;
        explain-document:--encoding) return ;;
        explain-document:--fields) return ;;
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
