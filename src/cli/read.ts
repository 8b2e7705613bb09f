import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { stdin } from 'node:process'
import { text as readWhole } from 'node:stream/consumers'
import type { Command } from 'commander'
import type { OpenAi } from '#src/integrations/openai/openai.ts'
import { textReaders } from '#src/readers.ts'
import type { ReadWith, TextReader } from '#src/text-reader.ts'
import { UsageError } from './usage-error.ts'
import { writeOut } from './write-out.ts'

type Options = { text?: string; model: boolean }

/** `deskhand read <kind> [file]`: a JSON array in, a JSON array out, one object per item in the same order. */
export function addRead(program: Command): void {
  program
    .command('read <kind> [file]')
    .description(`run one reader on a JSON array of a file or stdin; kinds: ${Object.keys(textReaders).join(', ')}`)
    .option('--text <text>', 'read this one text')
    .option('--no-model', 'rules alone, also where a model is set up')
    .action(async (kind: string, file: string | undefined, options: Options) => {
      const reader = findReader(kind)
      const items = options.text === undefined ? readList(await readInput(file)) : [reader.fromText(options.text)]
      const rest = { openai: options.model ? await openModel() : null, folder: file ? dirname(file) : '.' }
      await writeOut(`${JSON.stringify(await readAll(reader, items, rest), null, 1)}\n`)
    })
}

function findReader(kind: string): TextReader {
  const reader = Object.hasOwn(textReaders, kind) ? textReaders[kind] : undefined
  if (reader) return reader
  throw new UsageError(`There is no reader '${kind}'. There are: ${Object.keys(textReaders).join(', ')}.`)
}

async function readInput(file: string | undefined): Promise<string> {
  if (file !== undefined && file !== '-') {
    return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`${file} cannot be read: ${error.code ?? error.message}`)
    })
  }
  if (stdin.isTTY) throw new UsageError('Give a file, a JSON array on stdin, or --text.')
  return readWhole(stdin)
}

function readList(json: string): unknown[] {
  const trimmed = json.replace(/^\uFEFF/, '').trim()
  if (trimmed === '') throw new UsageError('Nothing came in: a JSON array is needed.')
  const list = parse(trimmed)
  if (!Array.isArray(list)) throw new UsageError('The input is JSON, but not an array.')
  return list
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    throw new UsageError(`The input is not JSON: ${error instanceof Error ? error.message : error}`)
  }
}

/** Null where no key is set. Loaded only here: reading by rules needs neither settings nor SDK. */
async function openModel(): Promise<OpenAi | null> {
  const { processEnvironment, readSettings } = await import('#src/config.ts')
  const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL } = readSettings(processEnvironment())
  if (!OPENAI_API_KEY) return null
  const { createOpenAi } = await import('#src/integrations/openai/openai.ts')
  return createOpenAi({
    apiKey: OPENAI_API_KEY,
    model: OPENAI_MODEL,
    ...(OPENAI_BASE_URL && { baseUrl: OPENAI_BASE_URL }),
  })
}

/** Calls to the model that are under way together. */
const AT_ONCE = 8

async function readAll(reader: TextReader, items: unknown[], rest: ReadWith): Promise<object[]> {
  const read: object[] = []
  let next = 0
  const work = async () => {
    for (let at = next++; at < items.length; at = next++) read[at] = await readOne(reader, items[at], rest)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return read
}

/** The edge of a batch: one item nobody can read must not cost the others theirs. */
async function readOne(reader: TextReader, item: unknown, rest: ReadWith): Promise<object> {
  try {
    return await reader.read(item, rest)
  } catch (error) {
    return { id: idOf(item), error: error instanceof Error ? error.message : String(error) }
  }
}

function idOf(item: unknown): unknown {
  return typeof item === 'object' && item !== null && 'id' in item ? item.id : null
}
