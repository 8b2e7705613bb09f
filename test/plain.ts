import { expect } from 'vitest'
import { subjectNamed } from '#src/desk/press/subjects.ts'
import { tellNext, tellStory } from '#src/desk/told/story.ts'
import type { RecordRow } from '#src/moves/kind.ts'
import type { TestApp } from '#test/app.ts'

/** The history and what is next of every record of a kind, as a person reads them; held to be sentences. */
export async function tellPlainly(app: TestApp, kind: string): Promise<string[]> {
  const subject = subjectNamed(kind)
  const em = app.em.fork()
  const rows = await em.find(subject.kind.entity, { number: { $gt: 0 } }, { fields: ['id'] })
  const views = await subject.load(
    em,
    rows.map(({ id }) => String(id)),
  )
  const told = await Promise.all(views.map((view) => tell(app, kind, view)))
  for (const line of told.flat()) expectPlain(line, kind)
  return told.flat()
}

async function tell(app: TestApp, kind: string, view: RecordRow): Promise<string[]> {
  const subject = subjectNamed(kind)
  const story = await tellStory(app, subject, view, 'UTC')
  return [...story, tellNext(subject, view, app, 'UTC')]
}

/** No state names, arrows, underscores, steps or fields. */
function expectPlain(line: string, kind: string): void {
  const { flow, entity } = subjectNamed(kind).kind
  const states = Object.keys(flow).filter((state) => state.includes('-'))
  const words = line.replace(/https?:\S+|\S+@\S+|"[^"]*"|@[\w.]+/g, '')
  expect(words).not.toMatch(
    /->|_|\bundefined\b|\bnull\b|\[object|By itself|\b[a-z]+[A-Z]\w*|\b(?:orders|bookings|prices|catalog|reps)\.[a-z]/,
  )
  for (const state of states) expect(words).not.toContain(state)
  expect(words).not.toContain(entity.name)
}
