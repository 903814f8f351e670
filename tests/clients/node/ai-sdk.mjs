// Asks with the AI SDK: node ai-sdk.mjs SITUATION... Prints what its user would see, as JSON.
import { createAnthropic } from '@ai-sdk/anthropic'
import { generateText, jsonSchema, streamText, tool } from 'ai'
import { BASE_URL, MODEL, TOKEN, TOOL, maxRetries, run } from './situation.mjs'

const provider = createAnthropic({ baseURL: `${BASE_URL}/anthropic/v1`, apiKey: TOKEN })

async function streamed(ask) {
  let failure
  const result = streamText({ ...ask, onError: ({ error }) => { failure = error } })
  await result.consumeStream()
  if (failure) throw failure
  return result
}

await run(process.argv.slice(2), async (situation) => {
  const ask = {
    model: provider(MODEL),
    maxOutputTokens: 1000,
    maxRetries,
    prompt: 'How is the weather?',
    ...(situation.startsWith('tools')
      ? { tools: { weather: tool({ description: TOOL.description, inputSchema: jsonSchema(TOOL.input_schema) }) } }
      : {}),
  }
  const result = situation.endsWith('stream') ? await streamed(ask) : await generateText(ask)
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
