#!/bin/sh
# Two made-up people of Changzhou, decided and explained in Chinese and in English: one whose form is complete, one whose
# form is not. A case that ends undetermined (exit code 1) is part of the show.
set -eu
cd "$(dirname "$0")/.."
unset ASSESS_PATH
bold='' plain=''
[ ! -t 1 ] || bold=$(printf '\033[1m') plain=$(printf '\033[0m')

# show HEADING LANGUAGE FILE DECISION…
show() {
    heading=$1 language=$2 file=$3
    shift 3
    only=''
    for decision in "$@"; do only="$only --only $decision"; done
    printf '%s── %s%s\n' "$bold" "$heading" "$plain"
    printf '   assess evaluate %s --lang %s%s\n\n' "$file" "$language" "$only"
    # shellcheck disable=SC2086 # one word per option
    .venv/bin/assess evaluate "$file" --lang "$language" $only || [ $? -eq 1 ]
    echo
}

complete='examples/changzhou-tekun.yaml tekun_care_standard ability_level visit_due'
partial='examples/changzhou-partial.yaml ability_level'

# shellcheck disable=SC2086 # file and decisions, a word each
{
    show '一、填好的表：每项决定及其理由' zh $complete
    show '1. A complete form: each decision, and why' en $complete
    show '二、没有填完的表：还可能是哪几级，缺哪些答案' zh $partial
    show '2. An unfinished form: what is still possible, and which answers matter' en $partial
}
