import { Hono } from 'hono'
import type { App } from '#src/app.ts'
import { deletionDoors } from '#src/erase/meta-door.ts'
import { textDoors } from '#src/inbox/texts/door.ts'
import { instagramDoors } from '#src/instagram/door.ts'
import { pipelines } from '#src/pipelines.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { Problem } from '#src/web/problem.ts'
import { countPerCaller } from './guard/per-caller.ts'
import { callOf, send, type Web } from './web.ts'

/** Every door without key and session: of the rooms that several pipelines share, and of the pipelines. */
export function openDoors(): OpenDoor[] {
  return [...instagramDoors, ...deletionDoors, ...textDoors, ...pipelines.flatMap(({ doors }) => doors ?? [])]
}

/** What a wrong token or signature is answered with. */
const GUESSED = new Set(['bad_signature', 'unauthorized', 'wrong_token'])

export function doorRoutes(app: App): Hono<Web> {
  const guesses = countPerCaller(app)
  const web = new Hono<Web>()
  for (const door of openDoors()) {
    const visits = door.mostPerHour ? countPerCaller(app, hourly(door.mostPerHour)) : null
    web.on(door.method, door.path, async (c) => {
      c.set('door', door)
      guesses.check(c.env.incoming)
      visits?.check(c.env.incoming)
      visits?.count(c.env.incoming)
      try {
        return await send(c, await door.take(app, callOf(c)))
      } catch (error) {
        if (error instanceof Problem && GUESSED.has(error.code)) guesses.count(c.env.incoming)
        throw error
      }
    })
  }
  return web
}

function hourly(most: number) {
  return { most, windowMs: 60 * 60_000, words: 'That was often for one place. Wait an hour, then try again.' }
}
