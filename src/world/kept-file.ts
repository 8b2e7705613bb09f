import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

export type KeptFile<State> = {
  /** As the last run left it; null: there was none. */
  kept: State | null
  /** One after the other: the last state is the one that stays. Settles once this one is kept. */
  save(state: State): Promise<void>
}

/** What a stand-in remembers between runs, as JSON in a file; without one it forgets. */
export async function openKeptFile<State>(file: string | undefined): Promise<KeptFile<State>> {
  let saving = Promise.resolve()
  return {
    kept: file ? await load<State>(file) : null,
    save(state) {
      if (file) saving = saving.then(() => write(file, JSON.stringify(state)))
      return saving
    },
  }
}

async function load<State>(file: string): Promise<State | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  return text === null ? null : (JSON.parse(text) as State)
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
