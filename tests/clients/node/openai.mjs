// Asks with OpenAI's own SDK: node openai.mjs. Prints what its user would see, as JSON.
import OpenAI from 'openai'
import { TOOL, most, paused, question, run } from './situation.mjs'

const { name, description, input_schema: parameters } = TOOL

async function* chatTexts(stream) {
  for await (const chunk of stream) yield chunk.choices[0]?.delta.content ?? ''
}

async function* responseTexts(stream) {
  for await (const event of stream) {
    if (event.type === 'response.output_text.delta') yield event.delta
  }
}

async function chat(client, model, situation) {
  const ask = {
    model,
    max_completion_tokens: most(situation),
    messages: [{ role: 'user', content: question(situation) }],
    ...(situation.startsWith('tools') ? { tools: [{ type: 'function', function: { name, description, parameters } }] } : {}),
    ...(situation === 'search' ? { web_search_options: {} } : {}),
  }
  if (situation === 'paused-stream') {
    return paused(chatTexts(await client.chat.completions.create({ ...ask, stream: true })))
  }
  const completion = situation.endsWith('stream')
    ? await client.chat.completions.stream(ask).finalChatCompletion()
    : await client.chat.completions.create(ask)
  const { message, finish_reason: stop } = completion.choices[0]
  const call = message.tool_calls?.[0]
  return {
    text: message.content ?? '',
    tool: call ? JSON.parse(call.function.arguments) : null,
    stop,
    input: completion.usage?.prompt_tokens ?? null,
    output: completion.usage?.completion_tokens ?? null,
  }
}

async function responses(client, model, situation) {
  const ask = {
    model,
    max_output_tokens: most(situation),
    input: question(situation),
    ...(situation.startsWith('responses-tools')
      ? { tools: [{ type: 'function', name, description, parameters, strict: false }] }
      : {}),
    ...(situation.endsWith('search') ? { tools: [{ type: 'web_search' }] } : {}),
  }
  if (situation === 'responses-paused-stream') {
    return paused(responseTexts(await client.responses.create({ ...ask, stream: true })))
  }
  const response = situation.endsWith('stream')
    ? await client.responses.stream(ask).finalResponse()
    : await client.responses.create(ask)
  const call = response.output.find((item) => item.type === 'function_call')
  return {
    text: response.output_text,
    tool: call ? JSON.parse(call.arguments) : null,
    stop: response.status,
    input: response.usage.input_tokens,
    output: response.usage.output_tokens,
  }
}

await run(({ base_url, token, model, situation, headers, maxRetries }) => {
  const client = new OpenAI({ baseURL: `${base_url}/v1`, apiKey: token, maxRetries, defaultHeaders: headers })
  return situation.startsWith('responses') ? responses(client, model, situation) : chat(client, model, situation)
})
