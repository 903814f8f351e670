// How every client from npm is asked, and how it tells what came of it: a line of JSON for each.
import { createInterface } from 'node:readline'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()

// Undefined at the end.
export async function nextLine() {
  return (await lines.next()).value
}

export const TOOL = {
  name: 'weather',
  description: 'The weather in a place',
  input_schema: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
}

// How many tokens the answer may have.
export function most(situation) {
  return situation.includes('long') ? 100_000 : 1000
}

const TOO_LARGE = 33 * 1024 * 1024

export function question(situation) {
  return situation.endsWith('huge') ? 'x'.repeat(TOO_LARGE) : 'How is the weather?'
}

// Reads texts to their end, but after the first of them nothing before another line comes.
export async function paused(texts) {
  let length = 0
  for await (const text of texts) {
    if (text && length === 0) await nextLine()
    length += text.length
  }
  return { length }
}

// Retries are how often it asks again; undefined is its own default.
export async function run(ask) {
  for (let line = await nextLine(); line !== undefined; line = await nextLine()) {
    const { retries, ...wanted } = JSON.parse(line)
    let told
    try {
      told = await ask({ ...wanted, maxRetries: retries ?? undefined })
    } catch (error) {
      told = { error: { status: error.status ?? error.statusCode ?? null, message: String(error.message) } }
    }
    console.log(JSON.stringify(told))
  }
}
