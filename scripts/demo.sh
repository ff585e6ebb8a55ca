#!/bin/sh
# One filled form, decided and explained, in Chinese and then in English.
set -eu
cd "$(dirname "$0")/.."

example=examples/changzhou-tekun.yaml

printf '── 中文：assess evaluate %s --lang zh\n\n' "$example"
.venv/bin/assess evaluate "$example" --lang zh
printf '\n── English: assess evaluate %s --lang en\n\n' "$example"
.venv/bin/assess evaluate "$example" --lang en
