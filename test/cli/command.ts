import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const cli = join(import.meta.dirname, '../../src/cli.ts')

type Outcome = { code: number; out: string; err: string }

/** Runs `deskhand` as a person at a terminal does, with nothing of this process's environment. */
export function deskhand(
  args: string[],
  { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
) {
  return new Promise<Outcome>((resolve) => {
    const options = { cwd: tmpdir(), env, maxBuffer: 2 ** 26 }
    const child = execFile(process.execPath, [cli, ...args], options, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err })
    })
    child.stdin?.end(input)
  })
}
