import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { run } from '#src/cli/run.ts'

const cli = join(import.meta.dirname, '../../src/cli.ts')

type Outcome = { code: number; out: string; err: string }
type Environment = Record<string, string>

/** Runs `deskhand` as a person at a terminal does, with nothing of this process's environment. */
export function deskhand(args: string[], { input = '', env = {} }: { input?: string; env?: Environment } = {}) {
  return new Promise<Outcome>((resolve) => {
    const options = { cwd: tmpdir(), env, maxBuffer: 2 ** 26 }
    const child = execFile(process.execPath, [cli, ...args], options, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err })
    })
    child.stdin?.end(input)
  })
}

/** The same in this process, which has loaded everything: a second sooner. That a command lets go of it is not proved. */
export async function deskhandHere(args: string[], env: Environment = {}): Promise<Outcome> {
  const home = process.cwd()
  const { env: before } = process
  const [out, err] = [listen(process.stdout), listen(process.stderr)]
  process.chdir(tmpdir())
  process.env = { ...env }
  try {
    return { code: await run(args), out: out.heard(), err: err.heard() }
  } finally {
    process.env = before
    process.chdir(home)
    vi.restoreAllMocks()
  }
}

/** Keeps what is written to a stream from the terminal. */
function listen(stream: NodeJS.WriteStream) {
  let heard = ''
  vi.spyOn(stream, 'write').mockImplementation((text, ...rest) => {
    heard += text
    const [done] = rest.filter((each) => typeof each === 'function')
    done?.()
    return true
  })
  return { heard: () => heard }
}
