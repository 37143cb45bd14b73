# bash completion for provenance, made from its parsers: provenance completion bash
_provenance() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
    COMPREPLY=()
    if [[ $COMP_CWORD == 1 ]]; then
        mapfile -t COMPREPLY < <(compgen -W "audit check dedup diff verify compare index match where contamination mcp lsp review baseline init config completion rules explain explain-document help --help --version" -- "$word")
        return
    fi
    # readline splits --option=value into three words
    [[ $word == = ]] && word=
    [[ $before == = ]] && before=${COMP_WORDS[COMP_CWORD-2]}
    case $command:$before in
        audit:--index) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
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
        audit:--write) mapfile -t COMPREPLY < <(compgen -W "inputs documents claims pairs passages groups findings report html audit" -- "$word"); return ;;
        audit:-f|audit:--format) mapfile -t COMPREPLY < <(compgen -W "table concise full summary inputs documents claims pairs passages groups csv markdown html json jsonl github gitlab junit rdjson sarif prov premis croissant datacard rights" -- "$word"); return ;;
        audit:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        audit:--engine) mapfile -t COMPREPLY < <(compgen -W "here spark" -- "$word"); return ;;
        audit:--master) return ;;
        audit:--spark-conf) return ;;
        check:--index) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
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
        check:-f|check:--format) mapfile -t COMPREPLY < <(compgen -W "table concise full summary inputs documents claims pairs passages groups csv markdown html json jsonl github gitlab junit rdjson sarif prov premis croissant datacard rights" -- "$word"); return ;;
        check:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        check:--changed-since) return ;;
        dedup:--include) return ;;
        dedup:--exclude) return ;;
        dedup:--encoding) return ;;
        dedup:--fields) return ;;
        dedup:--threshold) return ;;
        dedup:--keep) return ;;
        dedup:--jobs) return ;;
        dedup:--as-of) return ;;
        dedup:--date-order) mapfile -t COMPREPLY < <(compgen -W "auto day-first month-first" -- "$word"); return ;;
        dedup:--rule) mapfile -t COMPREPLY < <(compgen -W "preserves identical near contained" -- "$word"); return ;;
        dedup:--minimum) return ;;
        dedup:--to) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
        dedup:dedup) mapfile -t COMPREPLY < <(compgen -W "plan apply undo verify" -- "$word"); return ;;
        diff:-f|diff:--format) mapfile -t COMPREPLY < <(compgen -W "table json html" -- "$word"); return ;;
        verify:--root) return ;;
        compare:--encoding) return ;;
        compare:--fields) return ;;
        compare:--min-words) return ;;
        compare:-f|compare:--format) mapfile -t COMPREPLY < <(compgen -W "table json" -- "$word"); return ;;
        compare:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        index:--include) return ;;
        index:--exclude) return ;;
        index:--encoding) return ;;
        index:--fields) return ;;
        index:--threshold) return ;;
        index:--jobs) return ;;
        index:-f|index:--format) mapfile -t COMPREPLY < <(compgen -W "table json" -- "$word"); return ;;
        index:index) mapfile -t COMPREPLY < <(compgen -W "create add remove compact status verify export" -- "$word"); return ;;
        match:--index) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
        match:--include) return ;;
        match:--exclude) return ;;
        match:--encoding) return ;;
        match:--fields) return ;;
        match:--threshold) return ;;
        match:--min-words) return ;;
        match:--as-of) return ;;
        match:--date-order) mapfile -t COMPREPLY < <(compgen -W "auto day-first month-first" -- "$word"); return ;;
        match:--fail-level) mapfile -t COMPREPLY < <(compgen -W "error warning info" -- "$word"); return ;;
        match:-f|match:--format) mapfile -t COMPREPLY < <(compgen -W "table json jsonl" -- "$word"); return ;;
        match:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
        where:--index) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
        where:--include) return ;;
        where:--exclude) return ;;
        where:--encoding) return ;;
        where:--fields) return ;;
        where:--threshold) return ;;
        where:--min-words) return ;;
        where:--as-of) return ;;
        where:--date-order) mapfile -t COMPREPLY < <(compgen -W "auto day-first month-first" -- "$word"); return ;;
        where:-f|where:--format) mapfile -t COMPREPLY < <(compgen -W "table json jsonl" -- "$word"); return ;;
        contamination:--at-most) return ;;
        contamination:--like) mapfile -t COMPREPLY < <(compgen -W "gpt3 palm" -- "$word"); return ;;
        contamination:--include) return ;;
        contamination:--exclude) return ;;
        contamination:--encoding) return ;;
        contamination:--fields) return ;;
        contamination:--threshold) return ;;
        contamination:--min-words) return ;;
        contamination:--output) mapfile -t COMPREPLY < <(compgen -d -- "$word"); return ;;
        contamination:-f|contamination:--format) mapfile -t COMPREPLY < <(compgen -W "table json jsonl" -- "$word"); return ;;
        review:--port) return ;;
        review:--include) return ;;
        review:--exclude) return ;;
        review:--encoding) return ;;
        review:--fields) return ;;
        review:--threshold) return ;;
        review:--keep) return ;;
        review:--jobs) return ;;
        review:--min-words) return ;;
        review:--as-of) return ;;
        review:--date-order) mapfile -t COMPREPLY < <(compgen -W "auto day-first month-first" -- "$word"); return ;;
        review:--select) return ;;
        review:--extend-select) return ;;
        review:--ignore) return ;;
        review:--list) return ;;
        review:--mojibake) mapfile -t COMPREPLY < <(compgen -W "own ftfy" -- "$word"); return ;;
        review:--color) mapfile -t COMPREPLY < <(compgen -W "auto always never" -- "$word"); return ;;
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
        help:help) mapfile -t COMPREPLY < <(compgen -W "audit check dedup diff verify compare index match where contamination mcp lsp review baseline init config completion rules explain explain-document help words" -- "$word"); return ;;
    esac
    if [[ $word == -* ]]; then
        case $command in
            audit) mapfile -t COMPREPLY < <(compgen -W "-h --help --no-cache --index --include --exclude --follow-links --encoding --fields --threshold --noisy --keep --jobs --min-words --as-of --date-order --agencies --select --extend-select --ignore --list --mojibake --manifest --output --write -f --format -o --report --color --why --bundle --full --timings --profile -q --quiet -v --verbose --engine --master --spark-conf" -- "$word") ;;
            check) mapfile -t COMPREPLY < <(compgen -W "-h --help --no-cache --index --against --include --exclude --follow-links --encoding --fields --threshold --noisy --keep --jobs --min-words --as-of --date-order --agencies --select --extend-select --ignore --list --mojibake --fail-level --baseline --manifest -f --format -o --report --color --timings --profile -q --quiet -v --verbose --no-baseline --ratchet --changed-since --staged --focus" -- "$word") ;;
            dedup) mapfile -t COMPREPLY < <(compgen -W "-h --help --include --exclude --follow-links --encoding --fields --threshold --noisy --keep --jobs --as-of --date-order --agencies --rule --minimum --spare-templates --decisions --trim -o --plan-file --no-cache --to --out --in-place --with-texts -q --quiet -v --verbose" -- "$word") ;;
            diff) mapfile -t COMPREPLY < <(compgen -W "-h --help -f --format -o --report --exit-code" -- "$word") ;;
            verify) mapfile -t COMPREPLY < <(compgen -W "-h --help --root -q --quiet" -- "$word") ;;
            compare) mapfile -t COMPREPLY < <(compgen -W "-h --help --encoding --fields --min-words -f --format --color" -- "$word") ;;
            index) mapfile -t COMPREPLY < <(compgen -W "-h --help --dense --sparse --no-texts --canonical --datasketch --include --exclude --follow-links --encoding --fields --threshold --jobs -f --format -q --quiet" -- "$word") ;;
            match) mapfile -t COMPREPLY < <(compgen -W "-h --help --index --include --exclude --follow-links --encoding --fields --threshold --min-words --as-of --date-order --agencies --fail-level -f --format -o --report --color -q --quiet" -- "$word") ;;
            where) mapfile -t COMPREPLY < <(compgen -W "-h --help --index --include --exclude --follow-links --encoding --fields --threshold --min-words --as-of --date-order --agencies -f --format" -- "$word") ;;
            contamination) mapfile -t COMPREPLY < <(compgen -W "-h --help --against --at-most --like --clean --include --exclude --follow-links --encoding --fields --threshold --min-words --output -f --format" -- "$word") ;;
            mcp) mapfile -t COMPREPLY < <(compgen -W "-h --help --config" -- "$word") ;;
            lsp) mapfile -t COMPREPLY < <(compgen -W "-h --help" -- "$word") ;;
            review) mapfile -t COMPREPLY < <(compgen -W "-h --help --decisions --no-browser --port --include --exclude --follow-links --encoding --fields --threshold --noisy --keep --jobs --min-words --as-of --date-order --agencies --select --extend-select --ignore --list --mojibake --color --no-cache -q --quiet -v --verbose" -- "$word") ;;
            baseline) mapfile -t COMPREPLY < <(compgen -W "-h --help --no-cache --include --exclude --follow-links --encoding --fields --threshold --noisy --keep --jobs --min-words --as-of --date-order --agencies --select --extend-select --ignore --list --mojibake --fail-level --baseline --color --why --by-rule --glob --decisions -q --quiet -v --verbose" -- "$word") ;;
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
