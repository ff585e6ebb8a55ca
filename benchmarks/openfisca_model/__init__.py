"""The Changzhou ruleset as an OpenFisca country package, twice, to be timed beside the column engine.

Needs ``openfisca-core``, ``pandas`` and ``pyarrow``. One entity, the person; monthly variables named like our
decisions; the figures as parameters. Shared: `facts` and `figures`, and `declaring`, which makes of each formula the
variable that OpenFisca's documentation writes as a class.

As documented (`documented_facts`, `documented_running`): as a competent author writes who follows OpenFisca's
documentation and country template; the modules name the page that each choice follows. Fancy indexing, which runs
Python person by person and takes a seventh of its time, is left as it is: the documentation has nothing quicker.

Tuned (`partial_facts`, `running`): for speed, against OpenFisca's grain, by measurement (openfisca-core 46, numpy 2.4,
one thread, for 100,000 people):

- Whole chunks of people at once, numpy arrays only, no Python per person; a new simulation for each chunk.
- Enums as their indices, never as text and never as arrays of members, which OpenFisca turns into indices one by one.
- Bands and levels by adding up comparisons (0.05 ms), where ``select`` takes 2.5 ms.
- Figures that go by a category are taken from a small array (0.06 ms). ``parameters.rates[category]``, which reads
  better, runs a Python loop over the people (34 ms).
- Ages looked up by the day of birth (0.1 ms). The country template's way, by years, months and days, takes 16 ms.

OpenFisca has no unknowns: a variable that nobody set takes its default. Both carry them:

- As documented, questions are Enums with a member `unknown`, and unknown numbers are NaN.
- Tuned, `partial_facts` has answers as no, unknown or yes, in this order, so that «and» is the least and «or» the
  greatest of them; unknown numbers are far below zero, so that every sum with one of them is below zero as well;
  unknown amounts are NaN. A mask beside every value, the other way, was no quicker over conditions and sums, and
  doubles the variables. `complete_facts` is for rolls in which every fact is known: plain booleans and numbers.
"""
