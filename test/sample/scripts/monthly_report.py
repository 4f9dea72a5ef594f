"""Prints the revenue of each month in sales.csv."""

import csv
from collections import defaultdict
from pathlib import Path


def monthly_revenue(path: Path) -> dict[str, float]:
    totals: dict[str, float] = defaultdict(float)
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            totals[row["date"][:7]] += float(row["revenue"])
    return dict(totals)


if __name__ == "__main__":
    # TODO: take the path from the command line.
    for month, revenue in sorted(monthly_revenue(Path("sales.csv")).items()):
        print(f"{month}  {revenue:10.2f}")
