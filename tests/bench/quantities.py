# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: The Daypass authors
"""Compares what is measured from inside a run: sizes, and times between two events."""

from dataclasses import dataclass, field
from statistics import median


@dataclass
class Quantity:
    """`take` measures once and returns {what: number}."""
    name: str
    take: callable
    goal: float = None
    taken: list = field(default_factory=list)

    def row(self, what, floor):
        """The median, and that of the ratios to the floor's in the same round."""
        own, others = ([taken[what] for taken in quantity.taken] for quantity in (self, floor))
        return {"name": f"{self.name}, {what}" if what else self.name, "median": median(own), "goal": self.goal,
                "ratio": median(mine / other for mine, other in zip(own, others)), "runs": len(own)}


def measure_in_turn(title, unit, quantities, rounds):
    """A B A B …, after one of each that does not count; prints a group of the table. The first is the floor."""
    for number in range(-1, rounds):
        for quantity in quantities:
            taken = quantity.take()
            if number >= 0:
                quantity.taken.append(taken)
    print(f"\n{title:66}{unit:>9}{'÷ floor':>9}  {'goal':9}{'runs':>6}")
    rows = [quantity.row(what, quantities[0]) for what in quantities[0].taken[0] for quantity in quantities]
    for row in rows:
        goal = f"≤ {row['goal']:g}" if row["goal"] else ""
        if row["goal"] and row["ratio"] > row["goal"]:
            goal += " over"
        print(f"  {row['name']:64}{row['median']:9.1f}{row['ratio']:9.2f}  {goal:9}{row['runs']:6}", flush=True)
    return {"title": title, "unit": unit, "rows": rows}
