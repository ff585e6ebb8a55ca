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

# A spreadsheet as a civil affairs system exports it: a title above the header, totals below, Chinese headers and words.
folder=build/demo
rm -rf "$folder"
mkdir -p "$folder"

# run COMMAND…: shows the command, then what it prints
run() {
    printf '   assess %s\n\n' "$*"
    .venv/bin/assess "$@" || [ $? -le 2 ]
    echo
}

printf '%s── %s%s\n' "$bold" '三、一份两万人的特困名册：生成、对应列名、核对 / 3. A roll of 20,000: made, mapped, checked' "$plain"
run roll make --rows 20000 --headers tekun --title --out "$folder/roll.xlsx" --registers "$folder/registers" \
    --parameters examples/changzhou-figures.yaml
run roll map "$folder/roll.xlsx" --ruleset jiangsu/changzhou --out "$folder/mapping.yaml" >"$folder/mapping.txt" 2>&1
printf '   assess roll map %s/roll.xlsx --ruleset jiangsu/changzhou --out %s/mapping.yaml\n\n' "$folder" "$folder"
sed -n '/^columns:/,/^$/p' "$folder/mapping.yaml"
# What the file only suggests, a person confirms: everybody on this roll is in extreme hardship.
sed -i.proposed 's/^# constants:/constants:/; s/^#   household_status:/  household_status:/' "$folder/mapping.yaml"
run roll check "$folder/roll.xlsx" --ruleset jiangsu/changzhou --mapping "$folder/mapping.yaml" --as-of 2025-12-31 \
    --only tekun_base_standard --only tekun_care_standard --only self_care_ability \
    --parameters examples/changzhou-figures.yaml \
    --register "deaths=$folder/registers/deaths.csv" --register "imprisoned=$folder/registers/imprisoned.csv" \
    --out "$folder/results" 2>"$folder/notes.txt"
