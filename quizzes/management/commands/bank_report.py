"""What the bank holds, and what it refuses to ask and why."""

import json
from argparse import ArgumentParser
from typing import Any

from quizzes.bank.queries import report
from quizzes.management.prepared import PreparedCommand
from quizzes.statistics.queries import prior_agreement


class Command(PreparedCommand):
    wiki = True
    help = "Facts, questions by kind, flashcards, and every refusal with its reason."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        questions, agreement = prior_agreement()
        found = report() | {"expected_and_earned": {"questions": questions, "rank_correlation": agreement}}
        if options["format"] == "json":
            self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))
            return
        self.stdout.write(f"{found['topics']} topics, {found['tables']} comparison tables, {found['facts']} facts")
        for kind, count in found["questions"].items():
            self.stdout.write(f"  {count:6} questions of kind {kind}")
        self.stdout.write(f"  {found['flashcards']:6} flashcards")
        for hard, count in found["difficulty"].items():
            self.stdout.write(f"  {count:6} questions are {hard}")
        met = "of none enough people have met" if agreement is None else f"ρ = {agreement:.2f}"
        self.stdout.write(f"What is expected and what {questions} questions earned agree by rank: {met}")
        self.stdout.write(f"{found['refused']} of {found['candidates']} refused ({found['refusal_rate']:.1%}):")
        for law, count in found["refusals_by_law"].items():
            self.stdout.write(f"  {count:6} {law}")
        for reason, count in found["refusals_by_reason"].items():
            self.stdout.write(f"  {count:6} {reason}")
        self.stdout.write(f"{len(found['unclassified'])} rows say neither exclusive nor overlaps")
        for row in found["unclassified"]:
            self.stdout.write(f"  {row['topic']} {row['table']}: {row['row']}")
        for refusal in found["refusals"] if options["verbosity"] > 1 else ():
            self.stdout.write(f"  {refusal['kind']} {refusal['fact']}: {refusal['reason']}")
