"""Asks with OpenAI's own SDK: python ask_openai.py SITUATION... Prints what its user would see, as JSON."""

import json
import os
import sys

import openai

QUESTION = "How is the weather?"
TOOL = {
    "name": "weather",
    "description": "The weather in a place",
    "parameters": {"type": "object", "properties": {"place": {"type": "string"}}, "required": ["place"]},
}

model = os.environ["MODEL"]
client = openai.OpenAI(
    base_url=os.environ["BASE_URL"] + "/openai/v1",
    api_key=os.environ["TOKEN"],
    max_retries=int(os.environ.get("RETRIES", openai.DEFAULT_MAX_RETRIES)),
)


def chat(situation):
    question = {
        "model": model,
        "max_completion_tokens": 1000,
        "messages": [{"role": "user", "content": QUESTION}],
    }
    if situation.startswith("tools"):
        question["tools"] = [{"type": "function", "function": TOOL}]
    if situation.endswith("stream"):
        with client.chat.completions.stream(**question) as stream:
            stream.until_done()
            completion = stream.get_final_completion()
    else:
        completion = client.chat.completions.create(**question)
    message = completion.choices[0].message
    calls = message.tool_calls or []
    return {
        "text": message.content or "",
        "tool": json.loads(calls[0].function.arguments) if calls else None,
        "stop": completion.choices[0].finish_reason,
        "input": completion.usage.prompt_tokens if completion.usage else None,
        "output": completion.usage.completion_tokens if completion.usage else None,
    }


def responses(situation):
    question = {"model": model, "max_output_tokens": 1000, "input": QUESTION}
    if situation.endswith("stream"):
        with client.responses.stream(**question) as stream:
            stream.until_done()
            response = stream.get_final_response()
    else:
        response = client.responses.create(**question)
    return {
        "text": response.output_text,
        "tool": None,
        "stop": response.status,
        "input": response.usage.input_tokens,
        "output": response.usage.output_tokens,
    }


for situation in sys.argv[1:]:
    try:
        answer = responses(situation) if situation.startswith("responses") else chat(situation)
    except Exception as error:  # a stream that breaks off is an error of the HTTP library
        answer = {"error": {"status": getattr(error, "status_code", None), "message": str(error)}}
    print(json.dumps(answer))
