import type { Platform } from '#entities/people/identity.ts'
import { writeCount } from '#src/basics/write-count.ts'
import type { Tx } from '#src/database/transaction.ts'
import { tellPlace } from '../told/tell-place.ts'

/** Who sends the cards elsewhere, from which chat, and what else follows while they are away from home. */
export type Sending = { by: string; here?: string | undefined; name?: string; away?: string }

type Routed = { pipeline: string; platform: Platform; from: string; to: string; home: string | undefined }

/** Whose chat the cards leave, and to whose they come, hears of it there, unless it was typed there. */
export async function tellRouted(tx: Tx, routed: Routed, sending: Sending, waiting: number): Promise<void> {
  const { pipeline, platform, from, to } = routed
  if (from === to) return
  const tell = async (place: string, text: string) => {
    if (place !== sending.here) await tellPlace(tx, { platform, place }, tx.at.toISOString(), [{ pipeline, text }])
  }
  await tell(from, leftWords(routed, sending, waiting))
  await tell(to, cameWords(routed, sending, waiting))
}

function cameWords({ pipeline, to, home }: Routed, { by, away }: Sending, waiting: number): string {
  if (to === home) return `${by} sent the cards of ${pipeline} back here. ${waitWords(waiting)}`
  const came = `${by} sent the cards of ${pipeline} here: from now on they ring in this chat. ${waitWords(waiting)}`
  return [came, away, `To send them back: route ${pipeline} default`].filter(Boolean).join(' ')
}

function leftWords({ pipeline, from, home }: Routed, { by, name, away }: Sending, waiting: number): string {
  const where = name ? `in ${name}` : 'where they did before'
  const left = `The cards of ${pipeline} ring ${where} from now on, sent by ${by}.`
  if (from !== home) return left
  return [left, waitWords(waiting), away, `To have them back here: route ${pipeline} default`].filter(Boolean).join(' ')
}

export function waitWords(waiting: number): string {
  return waiting === 0 ? 'Nothing waits now.' : `${writeCount(waiting, 'waits now', 'wait now')}.`
}
