import type { App } from '#src/app.ts'
import { openLink } from '#src/links/links.ts'
import { type Answer, type Call, redirect } from '#src/web/answer.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { Problem } from '#src/web/problem.ts'
import { offerLink } from '../offers/offer-link.ts'

/** The seed's two routes. Looking shows the page with that answer chosen; only sending it records. */
export const respondDoors: OpenDoor[] = (['yes', 'no'] as const).flatMap((answer) => {
  const path = `/booking/respond/:token/${answer}`
  return [
    {
      method: 'get' as const,
      path,
      isForPeople: true,
      take: async (_: App, { params }: Call) => pageOf(params, answer),
    },
    { method: 'post' as const, path, isForPeople: true, take: (app: App, call: Call) => record(app, call, answer) },
  ]
})

function pageOf({ token = '' }: Call['params'], answer: string): Answer {
  return redirect(`/a/${encodeURIComponent(token)}/${answer}`)
}

async function record(app: App, call: Call, answer: 'yes' | 'no'): Promise<Answer> {
  const { token = '' } = call.params
  const link = await openLink(app.em.fork(), token, app.clock())
  const isOffer = link?.purpose === 'offer' || link?.purpose === 'event'
  if (!link || !isOffer || link.isOver) throw new Problem(410, 'over', 'This offer has expired.')
  const said = await offerLink.take?.(app, link, { answer }, { ...call, path: `/a/${token}` })
  if (!said) throw new Problem(410, 'over', 'This offer has expired.')
  return said
}
