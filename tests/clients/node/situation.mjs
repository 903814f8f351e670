// What every client from npm is told, and how it tells what came of it.
const { BASE_URL, TOKEN, MODEL, RETRIES } = process.env
export { BASE_URL, TOKEN, MODEL }

// How often it asks again; undefined is its own default.
export const maxRetries = RETRIES === undefined ? undefined : Number(RETRIES)

export const TOOL = {
  name: 'weather',
  description: 'The weather in a place',
  input_schema: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
}

// One line for each situation, one after the other.
export async function run(situations, ask) {
  for (const situation of situations) {
    let told
    try {
      told = await ask(situation)
    } catch (error) {
      told = { error: { status: error.status ?? error.statusCode ?? null, message: String(error.message) } }
    }
    console.log(JSON.stringify(told))
  }
}
