import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

export type KeptFile<State> = {
  /** As the last run left it; null: there was none. */
  kept: State | null
  /** Settles once the state, as it is then, is kept: what is saved while a write runs is written together after it. */
  save(state: State): Promise<void>
}

/** What a stand-in remembers between runs, as JSON in a file; without one it forgets. */
export async function openKeptFile<State>(file: string | undefined): Promise<KeptFile<State>> {
  if (!file) return { kept: null, save: async () => {} }
  let written = await load(file)
  let latest: State
  let saving: Promise<unknown> = Promise.resolve()
  let next: Promise<void> | null = null
  const write = async () => {
    next = null
    const text = JSON.stringify(latest)
    if (text === written) return
    await replace(file, text)
    written = text
  }
  return {
    kept: written === null ? null : (JSON.parse(written) as State),
    save(state) {
      latest = state
      next ??= saving.catch(() => {}).then(write)
      saving = next
      return next
    },
  }
}

async function load(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}

async function replace(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
