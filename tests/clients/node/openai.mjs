// Asks with OpenAI's own SDK: node openai.mjs SITUATION... Prints what its user would see, as JSON.
import OpenAI from 'openai'
import { BASE_URL, MODEL, TOKEN, TOOL, maxRetries, run } from './situation.mjs'

const client = new OpenAI({ baseURL: `${BASE_URL}/openai/v1`, apiKey: TOKEN, maxRetries })
const question = 'How is the weather?'
const parameters = TOOL.input_schema
const described = { name: TOOL.name, description: TOOL.description, parameters }

async function chat(situation) {
  const ask = {
    model: MODEL,
    max_completion_tokens: 1000,
    messages: [{ role: 'user', content: question }],
    ...(situation.startsWith('tools') ? { tools: [{ type: 'function', function: described }] } : {}),
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

async function responses(situation) {
  const ask = { model: MODEL, max_output_tokens: 1000, input: question }
  const response = situation.endsWith('stream')
    ? await client.responses.stream(ask).finalResponse()
    : await client.responses.create(ask)
  return {
    text: response.output_text,
    tool: null,
    stop: response.status,
    input: response.usage.input_tokens,
    output: response.usage.output_tokens,
  }
}

await run(process.argv.slice(2), (situation) =>
  situation.startsWith('responses') ? responses(situation) : chat(situation),
)
