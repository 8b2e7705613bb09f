import { type Platform, platformNames } from '#entities/people/identity.ts'
import type { Asked, Command, CommandApp, Reply } from '#src/cards/command.ts'
import { NotAllowed, Refusal } from '#src/errors.ts'
import { findHomes, findRoutes } from '#src/moves/routes.ts'
import { findByName } from '../people/find-by-name.ts'
import { configuredPipelines, OF_THE_DESK } from '../pipelines.ts'
import { routePipeline, unroutePipeline } from '../places/route.ts'
import { waitWords } from '../places/tell-routed.ts'

export const routeCommands: Command[] = [
  {
    name: 'route',
    usage: '<pipeline> <place>',
    example: 'route operations here',
    help: 'where the cards of a pipeline hang: #channel, here, a person, or default',
    roles: ['booker'],
    run: route,
  },
]

async function route({ app, member, by, rest }: Asked): Promise<Reply> {
  const [pipeline, ...words] = rest.split(/\s+/).filter(Boolean)
  const open = routableBy(app, member)
  if (!pipeline) return { text: (await Promise.all(open.map((name) => tellRoute(app, name)))).join('\n') }
  const chosen = pipeline.toLowerCase()
  if (!open.includes(chosen)) throw refusal(app, member, chosen)
  const place = words.join(' ')
  if (!place) return { text: await tellRoute(app, chosen) }
  if (place === 'default') {
    await unroutePipeline(app, chosen, { by: member.name, here: by.here })
    return { text: await tellRoute(app, chosen) }
  }
  return { text: await send(app, chosen, place, { member, by }) }
}

async function send(app: CommandApp, chosen: string, to: string, { member, by }: Pick<Asked, 'member' | 'by'>) {
  const { platform, named } = (await chatOf(app, chosen, to, by)) ?? placeFor(member, to, by)
  const find = app.findPlace[platform]
  if (!find) throw new Refusal(`${platformNames[platform]} is not configured.`)
  const found = await find(named)
  const before = await placeNamed(app, chosen, platform)
  const away = pipelineNamed(app, chosen)?.away?.(app.settings)
  const sending = { by: member.name, here: by.here, name: found.name, ...(away && { away }) }
  const target = { pipeline: chosen, platform, place: found.place }
  const { waiting, isAway } = await routePipeline(app, target, sending)
  const left = before && before !== found.name ? `, no longer in ${before}` : ''
  const hung = `The cards of ${chosen} hang in ${found.name} from now on${left}. ${waitWords(waiting)}`
  if (!isAway) return hung
  return [hung, away, `To have them back: route ${chosen} default`].filter(Boolean).join(' ')
}

const pipelineNamed = ({ settings }: CommandApp, chosen: string) =>
  configuredPipelines(settings).find(({ name }) => name === chosen)

/** An admin sends any cards elsewhere; who decides on cards that hang in a chat of their own sends those. */
function routableBy({ settings }: CommandApp, { role }: Asked['member']): string[] {
  const all = configuredPipelines(settings)
  if (role === 'admin') return [...all.map(({ name }) => name), ...OF_THE_DESK]
  const own = all.filter(({ deciders, places }) => deciders.includes(role) && (places?.(settings).length ?? 0) > 0)
  return own.map(({ name }) => name)
}

function refusal(app: CommandApp, member: Asked['member'], chosen: string): Refusal {
  const open = routableBy(app, member)
  const isKnown = pipelineNamed(app, chosen) !== undefined || OF_THE_DESK.includes(chosen)
  if (isKnown || open.length === 0) return new NotAllowed(`Only an admin may send the cards of ${chosen} elsewhere.`)
  return new Refusal(`There is no pipeline '${chosen.slice(0, 40)}'. There are: ${open.join(', ')}.`)
}

/** A deputy by name: where these cards have a chat of their own, they hang in the deputy's on the same platform. */
async function chatOf(app: CommandApp, chosen: string, name: string, { via }: Asked['by']) {
  const em = app.em.fork()
  const own = (await findHomes(em, chosen)).find(({ isOwn }) => isOwn)?.platform
  const platform = own ?? (via === 'slack' ? 'slack' : 'telegram')
  const person = await findByName(em, name, platform)
  if (!person) return null
  const mayDecide = person.role === 'admin' || pipelineNamed(app, chosen)?.deciders.includes(person.role)
  if (!mayDecide) throw new Refusal(`${person.name} may not decide on cards of ${chosen}.`)
  if (!person.chat) throw new Refusal(`${person.name} has not written to me on ${platformNames[platform]} yet.`)
  return { platform, named: person.chat }
}

/** Whoever is no admin hands over to a person: a place may hold anybody, and the cards have clients' addresses. */
function placeFor({ role }: Asked['member'], to: string, by: Asked['by']) {
  if (role === 'admin') return readPlace(to, by)
  throw new NotAllowed(`Name who takes over, or default. Only an admin may send cards to '${to.slice(0, 40)}'.`)
}

/** `here`, `#sales` and `C0SALES` of Slack, `@group` and `-100...` of Telegram. */
function readPlace(place: string, by: Asked['by']): { platform: Platform; named: string } {
  if (place.toLowerCase() === 'here') {
    if (!by.here || (by.via !== 'slack' && by.via !== 'telegram')) throw new Refusal('Type that in the chat itself.')
    return { platform: by.via, named: by.here }
  }
  const slack = /^(?:<#(\w+)(?:\|[^>]*)?>|(#[\p{L}\p{N}._-]+)|([CGD][A-Z0-9]{6,}))$/u.exec(place)
  if (slack) return { platform: 'slack', named: slack[1] ?? slack[2] ?? slack[3] ?? '' }
  if (/^(-?\d{5,}|@\w{4,})$/.test(place)) return { platform: 'telegram', named: place }
  throw new Refusal(
    `'${place.slice(0, 40)}' is no place. Name a channel (#sales), a group (-100123...), a person (Ann), ` +
      'or type here in it.',
  )
}

async function tellRoute(app: CommandApp, pipeline: string): Promise<string> {
  const routes = await findRoutes(app.em.fork(), pipeline)
  const places = await Promise.all(
    routes.map(async ({ platform, place }) => `${await nameOf(app, platform, place)} (${platformNames[platform]})`),
  )
  return `${pipeline}: ${places.join(' and ') || 'nowhere'}`
}

async function placeNamed(app: CommandApp, pipeline: string, platform: Platform): Promise<string | null> {
  const route = (await findRoutes(app.em.fork(), pipeline)).find((one) => one.platform === platform)
  return route ? nameOf(app, platform, route.place) : null
}

/** The id, where the platform cannot say more. */
async function nameOf({ findPlace }: CommandApp, platform: Platform, place: string): Promise<string> {
  try {
    return (await findPlace[platform]?.(place))?.name ?? place
  } catch (error) {
    if (error instanceof Refusal) return `${place}: ${error.message}`
    throw error
  }
}
