import { loadLexicon } from '#src/reading/lexicon.ts'

const words = loadLexicon('booking-mail')
const entriesOf = (kind: string) => [...words.all()].flatMap(({ word, meaning }) => (meaning === kind ? [word] : []))
const [robots, robotHosts] = [entriesOf('robot'), entriesOf('robot host')]

/** An address programs and the studio write from; nobody's name stands behind it. */
export function isMachine(email: string): boolean {
  const [name = '', host = ''] = email.toLowerCase().split('@')
  const isRobot = robots.some((one) => name === one || (name.startsWith(one) && /[+.-]/.test(name.charAt(one.length))))
  return isRobot || robotHosts.some((one) => host === one || host.endsWith(`.${one}`))
}
