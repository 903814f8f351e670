// What every client from npm is told, and how it tells what came of it.
const { BASE_URL, TOKEN, MODEL } = process.env
export { BASE_URL, TOKEN, MODEL }

export const TOOL = {
  name: 'weather',
  description: 'The weather in a place',
  input_schema: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
}

export async function run(ask) {
  let told
  try {
    told = await ask()
  } catch (error) {
    told = { error: { status: error.status ?? error.statusCode ?? null, message: String(error.message) } }
  }
  console.log(JSON.stringify(told))
}
