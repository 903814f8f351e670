// Asks with the AI SDK: node ai-sdk.mjs. Prints what its user would see, as JSON.
import { createAnthropic } from '@ai-sdk/anthropic'
import { generateText, jsonSchema, streamText, tool } from 'ai'
import { TOOL, most, paused, question, run } from './situation.mjs'

function tools(provider, situation) {
  if (situation.startsWith('tools')) {
    const weather = tool({ description: TOOL.description, inputSchema: jsonSchema(TOOL.input_schema) })
    return { tools: { weather } }
  }
  if (situation === 'search') return { tools: { web_search: provider.tools.webSearch_20250305({}) } }
  return {}
}

function streaming(ask) {
  let failure
  const result = streamText({ ...ask, onError: ({ error }) => { failure = error } })
  return { result, check: () => { if (failure) throw failure } }
}

async function answered(ask, situation) {
  if (!situation.endsWith('stream')) return generateText(ask)
  const { result, check } = streaming(ask)
  await result.consumeStream()
  check()
  return result
}

await run(async ({ base_url, token, model, situation, headers, maxRetries }) => {
  const provider = createAnthropic({ baseURL: `${base_url}/v1`, apiKey: token, headers })
  const ask = {
    model: provider(model),
    maxOutputTokens: most(situation),
    maxRetries,
    prompt: question(situation),
    ...tools(provider, situation),
  }
  if (situation === 'paused-stream') {
    const { result, check } = streaming(ask)
    const told = await paused(result.textStream)
    check()
    return told
  }
  const result = await answered(ask, situation)
  const usage = await result.usage
  const calls = await result.toolCalls
  return {
    text: await result.text,
    tool: calls[0]?.input ?? null,
    stop: await result.finishReason,
    input: usage.inputTokens,
    output: usage.outputTokens,
  }
})
