import { GLUE, hosts, isHost, providers, RESERVED } from './email-hosts.ts'

/** "s i l a s . p e n @ g m a i l . c o m": single letters closed up, each space a glue so that places stay. */
export function unspelt(text: string): string {
  return text.replace(/(?<![^\s])(?:[a-z\d._@-] ){6,80}[a-z\d](?![^\s])/g, (run) =>
    run.includes('@') ? run.replaceAll(' ', GLUE) : run,
  )
}

const AT = '(?:at|arroba|arobase|arobas|chiocciola|klammeraffe|kwenye|apenstaartje)'
const DOT = '(?:dot|punto|punkt|point|ponto|punt|nukta|nukuta|doti)'
const OPEN = '[([{<]\\s?'
const SHUT = '\\s?[)\\]}>]'
const SIGNS: [RegExp, string][] = [
  [new RegExp(`\\s?${OPEN}(?:${AT}|@|a)${SHUT}\\s?|\\s[-_*~]+at[-_*~]+\\s`, 'g'), '@'],
  [new RegExp(`\\s?${OPEN}(?:${DOT}|\\.|d)${SHUT}\\s?|\\s[-_*~]+dot[-_*~]+\\s`, 'g'), '.'],
  [new RegExp(`\\s${DOT}\\s(?=[a-z\\d])`, 'g'), '.'],
  [/\s(?:underscore|under score|guion bajo|tiret bas|unterstrich|underline)\s/g, '_'],
  [/\s(?:dash|hyphen|guion|tiret|bindestrich|trattino)\s/g, '-'],
  [/ @ /g, '@'],
  [/ \. (?=[a-z]{2,})/g, '.'],
]
const SPOKEN_AT = new RegExp(`\\s${AT}\\s(?=([a-z\\d${GLUE}.-]{2,80})(?:\\s([a-z]{2,3}))?)`, 'g')

/** Words and brackets that stand for the signs become the signs; what they are longer by is glue. */
export function unspoken(text: string): string {
  const signed = SIGNS.reduce((rest, [way, sign]) => rest.replace(way, (run) => pad(run, sign)), text)
  const closed = signed.replace(/ @(?=([a-z\d.-]{4,40}))/g, (run, host: string) =>
    hosts.includes(host) ? pad(run, '@') : run,
  )
  return closed.replace(SPOKEN_AT, (run: string, host: string, top: string | undefined, at: number) => {
    const bare = host.replaceAll(GLUE, '')
    const isName =
      host.includes(GLUE) ||
      hosts.includes(bare) ||
      RESERVED.test(bare) ||
      /[._\d\u2060][^\s]*$/.test(closed.slice(Math.max(0, at - 70), at))
    return (isHost(bare) && isName) || (top !== undefined && providers.includes(bare)) ? pad(run, '@') : run
  })
}

function pad(run: string, sign: string): string {
  return GLUE + sign + GLUE.repeat(Math.max(0, run.length - 2))
}
