package dev.bridle.web.provider;

import java.util.List;

/** Something to paste: a step of a pipeline, or a program for one. */
public record Snippet(String id, String title, String about, String text) {
  private static final String IN_A_STEP =
      "For a program that a step runs; both variables are set in every job.";

  /** For a provider, with a model that it offers. */
  static List<Snippet> of(Brand brand, String model) {
    return brand.name().equals("anthropic") ? anthropic(model) : openAi(model);
  }

  private static List<Snippet> anthropic(String model) {
    return List.of(
        new Snippet(
            "curl",
            "curl",
            "A step that asks once.",
            """
            steps:
              - label: "Failure analysis"
                command: |
                  curl --fail-with-body -X POST "$$BUILDKITE_AGENT_ENDPOINT/ai/anthropic/v1/messages" \\
                    -H "Content-Type: application/json" \\
                    -H "x-api-key: $$BUILDKITE_AGENT_ACCESS_TOKEN" \\
                    -d '{"model": "%s", "max_tokens": 1000,
                         "messages": [{"role": "user", "content": "Say hello."}]}'
            """
                .formatted(model)),
        new Snippet(
            "claude-code",
            "Claude Code",
            "A step; the agent runs as an ordinary user who has claude.",
            """
            steps:
              - label: "Claude Code"
                command: |
                  export ANTHROPIC_BASE_URL="$$BUILDKITE_AGENT_ENDPOINT/ai/anthropic"
                  export ANTHROPIC_API_KEY="$$BUILDKITE_AGENT_ACCESS_TOKEN"
                  export CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1
                  claude -p "Why did the last test fail?" --permission-mode bypassPermissions
            """),
        new Snippet(
            "python",
            "Python SDK",
            IN_A_STEP,
            """
            import os
            from anthropic import Anthropic

            client = Anthropic(
                base_url=os.environ["BUILDKITE_AGENT_ENDPOINT"] + "/ai/anthropic",
                api_key=os.environ["BUILDKITE_AGENT_ACCESS_TOKEN"],
            )
            message = client.messages.create(
                model="%s",
                max_tokens=1000,
                messages=[{"role": "user", "content": "Say hello."}],
            )
            print(message.content[0].text)
            """
                .formatted(model)),
        new Snippet(
            "typescript",
            "TypeScript SDK",
            IN_A_STEP,
            """
            import Anthropic from "@anthropic-ai/sdk";

            const client = new Anthropic({
              baseURL: process.env.BUILDKITE_AGENT_ENDPOINT + "/ai/anthropic",
              apiKey: process.env.BUILDKITE_AGENT_ACCESS_TOKEN,
            });
            const message = await client.messages.create({
              model: "%s",
              max_tokens: 1000,
              messages: [{ role: "user", content: "Say hello." }],
            });
            console.log(message.content);
            """
                .formatted(model)));
  }

  private static List<Snippet> openAi(String model) {
    return List.of(
        new Snippet(
            "curl",
            "curl",
            "A step that asks once.",
            """
            steps:
              - label: "Failure analysis"
                command: |
                  curl --fail-with-body -X POST "$$BUILDKITE_AGENT_ENDPOINT/ai/openai/v1/chat/completions" \\
                    -H "Content-Type: application/json" \\
                    -H "Authorization: Bearer $$BUILDKITE_AGENT_ACCESS_TOKEN" \\
                    -d '{"model": "%s", "max_completion_tokens": 1000,
                         "messages": [{"role": "user", "content": "Say hello."}]}'
            """
                .formatted(model)),
        new Snippet(
            "python",
            "Python SDK",
            IN_A_STEP,
            """
            import os
            from openai import OpenAI

            client = OpenAI(
                base_url=os.environ["BUILDKITE_AGENT_ENDPOINT"] + "/ai/openai/v1",
                api_key=os.environ["BUILDKITE_AGENT_ACCESS_TOKEN"],
            )
            answer = client.chat.completions.create(
                model="%s",
                max_completion_tokens=1000,
                messages=[{"role": "user", "content": "Say hello."}],
            )
            print(answer.choices[0].message.content)
            """
                .formatted(model)),
        new Snippet(
            "typescript",
            "TypeScript SDK",
            IN_A_STEP,
            """
            import OpenAI from "openai";

            const client = new OpenAI({
              baseURL: process.env.BUILDKITE_AGENT_ENDPOINT + "/ai/openai/v1",
              apiKey: process.env.BUILDKITE_AGENT_ACCESS_TOKEN,
            });
            const answer = await client.chat.completions.create({
              model: "%s",
              max_completion_tokens: 1000,
              messages: [{ role: "user", content: "Say hello." }],
            });
            console.log(answer.choices[0].message.content);
            """
                .formatted(model)));
  }
}
