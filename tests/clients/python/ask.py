"""Asks with Anthropic's own SDK: python ask.py SITUATION... Prints what its user would see, as JSON."""

import json
import os
import sys

import anthropic

TOOL = {
    "name": "weather",
    "description": "The weather in a place",
    "input_schema": {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]},
}


client = anthropic.Anthropic(
    base_url=os.environ["BASE_URL"] + "/anthropic",
    api_key=os.environ["TOKEN"],
    max_retries=int(os.environ.get("RETRIES", anthropic.DEFAULT_MAX_RETRIES)),
)


def ask(situation):
    question = {
        "model": os.environ["MODEL"],
        "max_tokens": 1000,
        "messages": [{"role": "user", "content": "How is the weather?"}],
    }
    if situation.startswith("tools"):
        question["tools"] = [TOOL]
    if situation.endswith("stream"):
        with client.messages.stream(**question) as stream:
            return stream.get_final_message()
    return client.messages.create(**question)


def told(message):
    return {
        "text": "".join(block.text for block in message.content if block.type == "text"),
        "tool": next((block.input for block in message.content if block.type == "tool_use"), None),
        "stop": message.stop_reason,
        "input": message.usage.input_tokens,
        "output": message.usage.output_tokens,
    }


for situation in sys.argv[1:]:
    try:
        answer = told(ask(situation))
    except Exception as error:  # a stream that breaks off is an error of the HTTP library
        answer = {"error": {"status": getattr(error, "status_code", None), "message": str(error)}}
    print(json.dumps(answer))
