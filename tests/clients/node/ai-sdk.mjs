// Asks once with the AI SDK: node ai-sdk.mjs SITUATION. Prints what its user would see, as JSON.
import { createAnthropic } from '@ai-sdk/anthropic'
import { generateText, jsonSchema, streamText, tool } from 'ai'
import { BASE_URL, MODEL, TOKEN, TOOL, run } from './situation.mjs'

const [situation] = process.argv.slice(2)
const provider = createAnthropic({ baseURL: `${BASE_URL}/anthropic/v1`, apiKey: TOKEN })
const ask = {
  model: provider(MODEL),
  maxOutputTokens: 1000,
  prompt: 'How is the weather?',
  ...(situation.startsWith('tools')
    ? { tools: { weather: tool({ description: TOOL.description, inputSchema: jsonSchema(TOOL.input_schema) }) } }
    : {}),
}

async function streamed() {
  let failure
  const result = streamText({ ...ask, onError: ({ error }) => { failure = error } })
  await result.consumeStream()
  if (failure) throw failure
  return result
}

await run(async () => {
  const result = situation.endsWith('stream') ? await streamed() : await generateText(ask)
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
