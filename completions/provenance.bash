# bash completion for provenance, made from its parsers: provenance completion bash
_provenance() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
    COMPREPLY=()
    if [[ $COMP_CWORD == 1 ]]; then
        mapfile -t COMPREPLY < <(compgen -W "audit check compare baseline init config completion rules explain explain-document help --help --version" -- "$word")
        return
    fi
    # readline splits --option=value into three words
    [[ $word == = ]] && word=
    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD-2]}
    case $command:$before in
        audit:--include) return ;;
        audit:--exclude) return ;;
        audit:--encoding) return ;;
        audit:--fields) return ;;
        audit:--threshold) return ;;
        audit:--keep) return ;;
        audit:--jobs) return ;;
        audit:--min-words) return ;;
        audit:--as-of) return ;;
        audit:--date-order) mapfile -t COMPREPLY < <(compgen -W "auto day-first month-first" -- "$word"); return ;;
        audit:--select) return ;;
        audit:--extend-select) return ;;
        audit:--ignore) return ;;
        audit:--list) return ;;
        audit:--mojibake) mapfile -t COMPREPLY < <(compgen -W "own ftfy" -- "$word"); return ;;
        audit:--output) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
        audit:--write) mapfile -t COMPREPLY < <(compgen -W "documents claims pairs passages groups findings report html audit" -- "$word"); return ;;
        audit:-f|audit:--format) mapfile -t COMPREPLY < <(compgen -W "table concise full summary documents claims pairs passages groups csv markdown html json jsonl github gitlab junit rdjson sarif" -- "$word"); return ;;
        audit:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        check:--include) return ;;
        check:--exclude) return ;;
        check:--encoding) return ;;
        check:--fields) return ;;
        check:--threshold) return ;;
        check:--keep) return ;;
        check:--jobs) return ;;
        check:--min-words) return ;;
        check:--as-of) return ;;
        check:--date-order) mapfile -t COMPREPLY < <(compgen -W "auto day-first month-first" -- "$word"); return ;;
        check:--select) return ;;
        check:--extend-select) return ;;
        check:--ignore) return ;;
        check:--list) return ;;
        check:--mojibake) mapfile -t COMPREPLY < <(compgen -W "own ftfy" -- "$word"); return ;;
        check:--fail-level) mapfile -t COMPREPLY < <(compgen -W "error warning info" -- "$word"); return ;;
        check:-f|check:--format) mapfile -t COMPREPLY < <(compgen -W "table concise full summary documents claims pairs passages groups csv markdown html json jsonl github gitlab junit rdjson sarif" -- "$word"); return ;;
        check:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        check:--changed-since) return ;;
        compare:--encoding) return ;;
        compare:--fields) return ;;
        compare:--min-words) return ;;
        compare:-f|compare:--format) mapfile -t COMPREPLY < <(compgen -W "table json" -- "$word"); return ;;
        compare:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        baseline:--include) return ;;
        baseline:--exclude) return ;;
        baseline:--encoding) return ;;
        baseline:--fields) return ;;
        baseline:--threshold) return ;;
        baseline:--keep) return ;;
        baseline:--jobs) return ;;
        baseline:--min-words) return ;;
        baseline:--as-of) return ;;
        baseline:--date-order) mapfile -t COMPREPLY < <(compgen -W "auto day-first month-first" -- "$word"); return ;;
        baseline:--select) return ;;
        baseline:--extend-select) return ;;
        baseline:--ignore) return ;;
        baseline:--list) return ;;
        baseline:--mojibake) mapfile -t COMPREPLY < <(compgen -W "own ftfy" -- "$word"); return ;;
        baseline:--fail-level) mapfile -t COMPREPLY < <(compgen -W "error warning info" -- "$word"); return ;;
        baseline:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        baseline:--why) return ;;
        baseline:--by-rule) return ;;
        baseline:--glob) return ;;
        baseline:baseline) mapfile -t COMPREPLY < <(compgen -W "create update prune audit" -- "$word"); return ;;
        init:--ci) mapfile -t COMPREPLY < <(compgen -W "github gitlab" -- "$word"); return ;;
        config:config) mapfile -t COMPREPLY < <(compgen -W "show schema" -- "$word"); return ;;
        completion:completion) mapfile -t COMPREPLY < <(compgen -W "bash zsh fish" -- "$word"); return ;;
        rules:-f|rules:--format) mapfile -t COMPREPLY < <(compgen -W "table json" -- "$word"); return ;;
        explain-document:--encoding) return ;;
        explain-document:--fields) return ;;
        explain-document:--as-of) return ;;
        explain-document:--date-order) mapfile -t COMPREPLY < <(compgen -W "auto day-first month-first" -- "$word"); return ;;
        explain-document:-f|explain-document:--format) mapfile -t COMPREPLY < <(compgen -W "table markdown json" -- "$word"); return ;;
        explain-document:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        help:help) mapfile -t COMPREPLY < <(compgen -W "audit check compare baseline init config completion rules explain explain-document help words" -- "$word"); return ;;
    esac
    if [[ $word == -* ]]; then
        case $command in
            audit) mapfile -t COMPREPLY < <(compgen -W "-h --help --no-cache --include --exclude --follow-links --encoding --fields --threshold --keep --jobs --min-words --as-of --date-order --agencies --select --extend-select --ignore --list --mojibake --output --write -f --format -o --report --color --why --full --timings --profile -q --quiet -v --verbose" -- "$word") ;;
            check) mapfile -t COMPREPLY < <(compgen -W "-h --help --no-cache --include --exclude --follow-links --encoding --fields --threshold --keep --jobs --min-words --as-of --date-order --agencies --select --extend-select --ignore --list --mojibake --fail-level --baseline -f --format -o --report --color --timings --profile -q --quiet -v --verbose --no-baseline --ratchet --changed-since --staged --focus" -- "$word") ;;
            compare) mapfile -t COMPREPLY < <(compgen -W "-h --help --encoding --fields --min-words -f --format --color" -- "$word") ;;
            baseline) mapfile -t COMPREPLY < <(compgen -W "-h --help --no-cache --include --exclude --follow-links --encoding --fields --threshold --keep --jobs --min-words --as-of --date-order --agencies --select --extend-select --ignore --list --mojibake --fail-level --baseline --color --why --by-rule --glob --decisions -q --quiet -v --verbose" -- "$word") ;;
            init) mapfile -t COMPREPLY < <(compgen -W "-h --help --ci --paths" -- "$word") ;;
            config) mapfile -t COMPREPLY < <(compgen -W "-h --help --origin" -- "$word") ;;
            completion) mapfile -t COMPREPLY < <(compgen -W "-h --help" -- "$word") ;;
            rules) mapfile -t COMPREPLY < <(compgen -W "-h --help -f --format" -- "$word") ;;
            explain) mapfile -t COMPREPLY < <(compgen -W "-h --help" -- "$word") ;;
            explain-document) mapfile -t COMPREPLY < <(compgen -W "-h --help --encoding --fields --as-of --date-order --agencies -f --format --color --full" -- "$word") ;;
            help) mapfile -t COMPREPLY < <(compgen -W "-h --help" -- "$word") ;;
        esac
        return
    fi
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
}
complete -o filenames -F _provenance provenance
