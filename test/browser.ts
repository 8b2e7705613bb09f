import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where a Chromium is; null where none is, and the stories say so loudly. */
export function findBrowser(): string | null {
  return places.find((path) => existsSync(path)) ?? null
}

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags, headless: true })
}
