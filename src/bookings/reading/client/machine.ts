import { wordsOf } from '#src/reading/lexicon.ts'

const [robots, robotHosts] = [[...wordsOf('booking-mail', 'robot')], [...wordsOf('booking-mail', 'robot host')]]

/** An address programs and the studio write from; nobody's name stands behind it. */
export function isMachine(email: string): boolean {
  const [name = '', host = ''] = email.toLowerCase().split('@')
  const isRobot = robots.some((one) => name === one || (name.startsWith(one) && /[+.-]/.test(name.charAt(one.length))))
  return isRobot || robotHosts.some((one) => host === one || host.endsWith(`.${one}`))
}
