import type { App } from '#src/app.ts'
import { hashOf } from '#src/basics/hash.ts'
import { readNote, writeNote } from '#src/database/notes.ts'
import { readSigned } from '#src/instagram/signed-request.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { Problem } from '#src/web/problem.ts'
import { erasePerson } from './erase-person.ts'
import { known } from './known.ts'

const path = '/api/webhooks/instagram/data-deletion'

/**
 * Meta tells us that a person wants what we have of them deleted, and shows them the page where we say so.
 * @see https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
 */
export const deletionDoors: OpenDoor[] = [
  {
    method: 'post',
    path,
    async take(app, call) {
      const userId = await readSigned(app, call)
      const code = hashOf(`${userId} ${call.raw.toString('utf8')}`).slice(0, 16)
      await erase(app, userId)
      await writeNote(app.em.fork(), `deletion:${code}`, { done: true }, app.clock())
      return { json: { url: `${app.publicUrl}${path}?code=${code}`, confirmation_code: code } }
    },
  },
  {
    method: 'get',
    path,
    isForPeople: true,
    async take(app, { query }) {
      const note = await readNote(app.em.fork(), `deletion:${query.code ?? ''}`)
      if (!note) throw new Problem(404, 'not_found', 'There is no such request.')
      return { text: `What we kept of your Instagram account was deleted on ${note.at.toISOString().slice(0, 10)}.` }
    },
  },
]

/** Nobody is asked: what is under way for them ends. Whoever else their records lead on to is left alone. */
async function erase(app: App, userId: string): Promise<void> {
  const by = { personId: null, name: 'Facebook', via: 'link' as const }
  await erasePerson(app, known({ metaIds: [userId] }), { by, evenOpen: true, linked: false })
}
