// Asks with Anthropic's own SDK: node anthropic.mjs PACKAGE. Prints what its user would see, as JSON.
import { TOOL, most, paused, question, run } from './situation.mjs'

const { default: Anthropic } = await import(process.argv[2])

function tools(situation) {
  if (situation.startsWith('tools')) return { tools: [TOOL] }
  if (situation === 'search') return { tools: [{ type: 'web_search_20250305', name: 'web_search' }] }
  return {}
}

async function* texts(stream) {
  for await (const event of stream) {
    if (event.type === 'content_block_delta') yield event.delta.text ?? ''
  }
}

await run(async ({ base_url: baseURL, token, model, situation, headers, maxRetries }) => {
  const client = new Anthropic({ baseURL, apiKey: token, maxRetries, defaultHeaders: headers })
  const ask = {
    model,
    max_tokens: most(situation),
    messages: [{ role: 'user', content: question(situation) }],
    ...tools(situation),
  }
  if (situation === 'paused-stream') return paused(texts(await client.messages.create({ ...ask, stream: true })))
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
