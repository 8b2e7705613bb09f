import type { ListeningApp } from '../../bot.ts'

/** Bolt's own words go into our log. */
export function boltLog({ log }: ListeningApp) {
  const write =
    (level: 'debug' | 'warn' | 'error') =>
    (...words: unknown[]) =>
      log[level]({ operation: 'slack.bolt' }, words.map(String).join(' '))
  return {
    debug: write('debug'),
    info: write('debug'),
    warn: write('warn'),
    error: write('error'),
    setLevel() {},
    setName() {},
    getLevel: () => 'info' as never,
  }
}
