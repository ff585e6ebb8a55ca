"""Codes that no malformed ruleset (`tests/language/rulesets/bad`) or case (`tests/cases/malformed`) raises, with the
test that does.

To register a code, add a line; `test_catalogue.py` checks that the test is there and speaks of the code.
"""

from __future__ import annotations

_HERE = "tests/diagnostics/test_faults_outside_rulesets.py"
_CALLS = "tests/diagnostics/test_faults_of_calls.py"
_CASES = "tests/cases/test_malformed_cases.py"

RAISED_ELSEWHERE: dict[str, str] = {
    "A124": f"{_CALLS}::test_answer_to_a_question_that_is_not_asked",
    "A126": f"{_CALLS}::test_birth_date_after_the_day_decided_on",
    "A202": f"{_CASES}::test_malformed_case_is_refused_where_its_fault_stands",
    "A203": f"{_CASES}::test_malformed_case_is_refused_where_its_fault_stands",
    "A207": f"{_CALLS}::test_case_without_a_date",
    "A213": f"{_CASES}::test_malformed_case_is_refused_where_its_fault_stands",
    "A214": f"{_CALLS}::test_two_cases_where_one_is_taken_up_again",
    "A215": f"{_CALLS}::test_case_that_names_another_ruleset_than_the_call",
    "A216": "tests/cli/test_evaluate.py::test_case_goes_before_the_call",
    "D201": f"{_HERE}::test_decision_that_is_not_in_force_on_the_day",
    "D202": f"{_HERE}::test_decision_that_is_not_in_force_on_the_day",
    "D203": f"{_HERE}::test_decision_that_is_not_in_force_on_the_day",
    "P111": f"{_HERE}::test_supplied_value_of_an_unknown_parameter",
    "P201": f"{_HERE}::test_parameter_that_has_no_value_on_the_day",
    "P202": f"{_HERE}::test_parameter_that_has_no_value_on_the_day",
    "P203": f"{_HERE}::test_parameter_that_has_no_value_on_the_day",
    "P204": f"{_HERE}::test_parameter_that_has_no_value_on_the_day",
    "P205": f"{_HERE}::test_lenient_look_up_past_the_review_only_warns",
    "N201": "tests/language/checks/test_unused.py::test_input",
    "D301": "tests/language/checks/test_standing.py::test_decisions_under_a_draft_or_a_repealed_act",
    "D302": "tests/language/checks/test_standing.py::test_figure_that_begins_after_the_review",
    "C103": "tests/language/checks/test_tables.py::test_row_that_cannot_be_true",
    "K203": "tests/language/checks/test_coverage.py::test_source_of_which_nothing_is_cited",
    "Q101": f"{_HERE}::test_faulty_question",
    "Q102": f"{_HERE}::test_faulty_question",
    "Q103": f"{_HERE}::test_faulty_question",
    "Q104": f"{_HERE}::test_faulty_question",
    "Q105": f"{_HERE}::test_faulty_question",
    "Q106": f"{_HERE}::test_faulty_question",
    "Q107": f"{_HERE}::test_faulty_form",
    "Q108": f"{_HERE}::test_faulty_question",
    "Q109": f"{_HERE}::test_faulty_form",
    "Q110": f"{_HERE}::test_faulty_form",
    "R301": "tests/rolls/cells/test_words.py::test_word_that_is_no_answer_names_the_answers_there_are",
    "R302": "tests/rolls/cells/test_words.py::test_neither_yes_nor_no",
    "R303": "tests/rolls/cells/test_identity.py::test_number_that_tells_nobody",
    "R304": "tests/rolls/cells/test_identity.py::test_number_that_tells_nobody",
    "R305": "tests/rolls/cells/test_dates.py::test_what_is_no_day",
    "R306": "tests/rolls/cells/test_dates.py::test_what_is_no_day",
    "R307": "tests/rolls/cells/test_dates.py::test_what_is_no_day",
    "R308": "tests/rolls/cells/test_numbers.py::test_no_amount_by_the_month",
    "R309": "tests/rolls/cells/test_numbers.py::test_no_amount_by_the_month",
    "R310": "tests/rolls/cells/test_numbers.py::test_no_amount_by_the_month",
    "R311": "tests/rolls/cells/test_dates.py::test_what_is_no_month",
    "R312": "tests/rolls/cells/test_numbers.py::test_no_amount_by_the_month",
    "R551": "tests/rolls/reconciling/test_plan.py::test_amounts_by_the_year_are_not_held_against_months",
    "X102": f"{_CALLS}::test_engine_that_is_not_there",
    "X103": f"{_CALLS}::test_decision_that_does_not_exist",
    "X104": f"{_CALLS}::test_case_that_names_no_ruleset",
    "Y106": f"{_HERE}::test_file_that_is_not_utf_8",
    "Y107": f"{_HERE}::test_file_that_cannot_be_opened",
    "Y108": f"{_HERE}::test_empty_file",
}
