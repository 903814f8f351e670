"""Asks with Anthropic's own SDK. Prints what its user would see, as JSON."""

import anthropic

from situation import PARAMETERS, most, paused, question, run

TOOL = {"name": "weather", "description": "The weather in a place", "input_schema": PARAMETERS}
SEARCH = {"type": "web_search_20250305", "name": "web_search"}


def client(wanted):
    retries = wanted.get("retries")
    return anthropic.Anthropic(
        base_url=wanted["base_url"],
        api_key=wanted["token"],
        max_retries=anthropic.DEFAULT_MAX_RETRIES if retries is None else retries,
        default_headers=wanted["headers"],
    )


def texts(stream):
    for event in stream:
        if event.type == "content_block_delta":
            yield event.delta.text


def ask(wanted):
    situation = wanted["situation"]
    asked = {
        "model": wanted["model"],
        "max_tokens": most(situation),
        "messages": [{"role": "user", "content": question(situation)}],
    }
    if situation.startswith("tools"):
        asked["tools"] = [TOOL]
    if situation == "search":
        asked["tools"] = [SEARCH]
    with client(wanted) as one:
        if situation == "paused-stream":
            return paused(texts(one.messages.create(**asked, stream=True)))
        if situation.endswith("stream"):
            with one.messages.stream(**asked) as stream:
                return told(stream.get_final_message())
        return told(one.messages.create(**asked))


def told(message):
    return {
        "text": "".join(block.text for block in message.content if block.type == "text"),
        "tool": next((block.input for block in message.content if block.type == "tool_use"), None),
        "stop": message.stop_reason,
        "input": message.usage.input_tokens,
        "output": message.usage.output_tokens,
    }


run(ask)
