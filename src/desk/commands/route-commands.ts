import { type Platform, platformNames } from '#entities/people/identity.ts'
import type { Asked, Command, CommandApp, Reply } from '#src/cards/command.ts'
import { Refusal } from '#src/errors.ts'
import { configuredPipelines } from '../pipelines.ts'
import { findRoutes, routePipeline, unroutePipeline } from '../places/route.ts'

/** Beside the lines of work: what is broken, and who asks to be let in. */
const ALWAYS = ['operations', 'people']

export const routeCommands: Command[] = [
  {
    name: 'route',
    usage: '<pipeline> <place>',
    example: 'route operations here',
    help: 'where the cards of a pipeline hang: #channel, here, or default',
    roles: [],
    run: route,
  },
]

async function route({ app, by, rest }: Asked): Promise<Reply> {
  const [pipeline, ...words] = rest.split(/\s+/).filter(Boolean)
  const known = [...configuredPipelines(app.settings).map(({ name }) => name), ...ALWAYS]
  if (!pipeline) return { text: (await Promise.all(known.map((name) => tellRoute(app, name)))).join('\n') }
  const chosen = pipeline.toLowerCase()
  if (!known.includes(chosen)) throw new Refusal(`There is no pipeline '${pipeline}'. There are: ${known.join(', ')}.`)
  const place = words.join(' ')
  if (!place) return { text: await tellRoute(app, chosen) }
  if (place === 'default') {
    await unroutePipeline(app, chosen)
    return { text: await tellRoute(app, chosen) }
  }
  const { platform, named } = readPlace(place, by)
  const find = app.findPlace[platform]
  if (!find) throw new Refusal(`${platformNames[platform]} is not configured.`)
  const found = await find(named)
  const before = await placeNamed(app, chosen, platform)
  const waiting = await routePipeline(app, { pipeline: chosen, platform, place: found.place })
  const hung =
    waiting === 0
      ? 'Nothing waits there now.'
      : waiting === 1
        ? '1 card rings there now.'
        : `${waiting} cards ring there now.`
  const left = before && before !== found.name ? `, no longer in ${before}` : ''
  return { text: `The cards of ${chosen} hang in ${found.name} from now on${left}. ${hung}` }
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
    `'${place.slice(0, 40)}' is no place. Name a channel (#sales), a group (-100123...), or type here in it.`,
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
