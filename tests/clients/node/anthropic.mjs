// Asks with Anthropic's own SDK: node anthropic.mjs PACKAGE SITUATION... Prints what its user would see, as JSON.
import { BASE_URL, MODEL, TOKEN, TOOL, maxRetries, run } from './situation.mjs'

const [packageName, ...situations] = process.argv.slice(2)
const { default: Anthropic } = await import(packageName)
const client = new Anthropic({ baseURL: `${BASE_URL}/anthropic`, apiKey: TOKEN, maxRetries })

await run(situations, async (situation) => {
  const ask = {
    model: MODEL,
    max_tokens: 1000,
    messages: [{ role: 'user', content: 'How is the weather?' }],
    ...(situation.startsWith('tools') ? { tools: [TOOL] } : {}),
  }
  const message = situation.endsWith('stream')
    ? await client.messages.stream(ask).finalMessage()
    : await client.messages.create(ask)
  return {
    text: message.content.filter((block) => block.type === 'text').map((block) => block.text).join(''),
    tool: message.content.find((block) => block.type === 'tool_use')?.input ?? null,
    stop: message.stop_reason,
    input: message.usage.input_tokens,
    output: message.usage.output_tokens,
  }
})
