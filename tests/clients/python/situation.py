"""How every client from PyPI is asked, and how it tells what came of it: a line of JSON for each."""

import json
import sys

TOO_LARGE = 33 * 1024 * 1024
PARAMETERS = {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]}


def question(situation):
    return "x" * TOO_LARGE if situation.endswith("huge") else "How is the weather?"


def most(situation):
    """How many tokens the answer may have."""
    return 100_000 if "long" in situation else 1000


def paused(texts):
    """Reads texts to their end, but after the first of them nothing before another line comes."""
    length = 0
    for text in texts:
        if text and length == 0:
            sys.stdin.readline()
        length += len(text)
    return {"length": length}


def run(ask):
    for line in iter(sys.stdin.readline, ""):
        try:
            told = ask(json.loads(line))
        except Exception as error:  # a stream that breaks off is an error of the HTTP library
            told = {"error": {"status": getattr(error, "status_code", None), "message": str(error)}}
        print(json.dumps(told), flush=True)
