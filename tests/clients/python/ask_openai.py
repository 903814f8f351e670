"""Asks with OpenAI's own SDK. Prints what its user would see, as JSON."""

import json

import openai

from situation import PARAMETERS, most, paused, question, run

FUNCTION = {"name": "weather", "description": "The weather in a place", "parameters": PARAMETERS}


def client(wanted):
    retries = wanted.get("retries")
    return openai.OpenAI(
        base_url=wanted["base_url"] + "/v1",
        api_key=wanted["token"],
        max_retries=openai.DEFAULT_MAX_RETRIES if retries is None else retries,
        default_headers=wanted["headers"],
    )


def chat_texts(stream):
    for chunk in stream:
        yield (chunk.choices[0].delta.content or "") if chunk.choices else ""


def response_texts(stream):
    for event in stream:
        if event.type == "response.output_text.delta":
            yield event.delta


def chat(one, model, situation):
    asked = {
        "model": model,
        "max_completion_tokens": most(situation),
        "messages": [{"role": "user", "content": question(situation)}],
    }
    if situation.startswith("tools"):
        asked["tools"] = [{"type": "function", "function": FUNCTION}]
    if situation == "search":
        asked["web_search_options"] = {}
    if situation == "paused-stream":
        return paused(chat_texts(one.chat.completions.create(**asked, stream=True)))
    if situation.endswith("stream"):
        with one.chat.completions.stream(**asked) as stream:
            stream.until_done()
            completion = stream.get_final_completion()
    else:
        completion = one.chat.completions.create(**asked)
    message = completion.choices[0].message
    calls = message.tool_calls or []
    return {
        "text": message.content or "",
        "tool": json.loads(calls[0].function.arguments) if calls else None,
        "stop": completion.choices[0].finish_reason,
        "input": completion.usage.prompt_tokens if completion.usage else None,
        "output": completion.usage.completion_tokens if completion.usage else None,
    }


def responses(one, model, situation):
    asked = {
        "model": model,
        "max_output_tokens": most(situation),
        "input": question(situation),
    }
    if situation.startswith("responses-tools"):
        asked["tools"] = [{"type": "function", "strict": False, **FUNCTION}]
    if situation.endswith("search"):
        asked["tools"] = [{"type": "web_search"}]
    if situation == "responses-paused-stream":
        return paused(response_texts(one.responses.create(**asked, stream=True)))
    if situation.endswith("stream"):
        with one.responses.stream(**asked) as stream:
            for event in stream:
                if event.type == "error":  # to this SDK no failure, but one event among others
                    raise RuntimeError(event.message)
            response = stream.get_final_response()
    else:
        response = one.responses.create(**asked)
    calls = [item for item in response.output if item.type == "function_call"]
    return {
        "text": response.output_text,
        "tool": json.loads(calls[0].arguments) if calls else None,
        "stop": response.status,
        "input": response.usage.input_tokens,
        "output": response.usage.output_tokens,
    }


def ask(wanted):
    answered = responses if wanted["situation"].startswith("responses") else chat
    with client(wanted) as one:
        return answered(one, wanted["model"], wanted["situation"])


run(ask)
