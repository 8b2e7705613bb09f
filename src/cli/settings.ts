import { processEnvironment, readSettings, type Settings } from '#src/config.ts'
import { writeOut } from './write-out.ts'

const SECRET = /(?:TOKEN|SECRET|KEYS?|PASSWORD)$/

/** `deskhand --print-config`: the settings as they are read, defaults included, secrets masked. */
export async function printSettings(): Promise<void> {
  await writeOut(writeSettings(readSettings(processEnvironment())))
}

export function writeSettings(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${SECRET.test(name) ? '***' : writeValue(value)}\n`)
    .join('')
}

function writeValue(value: unknown): string {
  const text = value instanceof Set ? [...value].join(',') : String(value)
  return maskLogin(text)
}

/** `postgres://me:secret@host` and what an address carries behind its question mark. */
function maskLogin(text: string): string {
  return text.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/?#]*@/i, '$1***@').replace(/\?.*$/, '?***')
}
