import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { Environment } from '#src/config.ts'
import { Refusal } from '#src/errors.ts'

export type EnvFile = {
  /** What it says now. */
  read(): Environment
  /** Changes these settings and nothing else in it: comments, other settings and their order stay. */
  write(values: Record<string, string>): void
}

/** The settings at `path`; where there is none it is begun with `example`, which explains every one. */
export function openEnvFile(path: string, example: string): EnvFile {
  let text = readText(existsSync(path) ? path : example)
  return {
    read: () => parseEnv(text),
    write(values) {
      text = Object.entries(values).reduce((now, [name, value]) => change(now, name, value), text)
      replace(path, text)
    },
  }
}

/** `NAME=value` in place of the line that counts, the last of that name; at the end where there is none. */
export function change(text: string, name: string, value: string): string {
  const lines = text.split('\n')
  const at = lines.findLastIndex((line) => new RegExp(String.raw`^\s*(?:export\s+)?${name}\s*=`).test(line))
  const line = `${name}=${quote(value)}`
  if (at >= 0) return lines.with(at, line).join('\n')
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${line}\n`
}

/** As Node and compose read it back: `#` would begin a comment, a space or a `$` needs quotes. */
function quote(value: string): string {
  if (/^[\w.:/+@=,;?&%~^!*-]*$/.test(value)) return value
  const mark = ["'", '"', '`'].find((one) => !value.includes(one))
  if (!mark) throw new Refusal('A value with all three kinds of quotes cannot be kept in .env.')
  return `${mark}${value}${mark}`
}

/** Aside and renamed whole, for its owner alone: an end in the middle leaves the old one. */
function replace(path: string, text: string): void {
  const half = `${path}.${process.pid}-${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(half, text, { mode: 0o600 })
    renameSync(half, path)
  } catch (cause) {
    rmSync(half, { force: true })
    throw new Refusal(`${path} cannot be written: ${(cause as Error).message}`, null, { cause })
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8').replaceAll('\r\n', '\n')
  } catch (cause) {
    throw new Refusal(`${path} cannot be read: ${(cause as Error).message}`, null, { cause })
  }
}
