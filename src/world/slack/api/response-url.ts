import type { Bag } from '../bag.ts'
import type { Core } from '../core.ts'
import { nameBlocks, postAsBot } from '../core.ts'
import type { Message, Place, ResponseUrl } from '../workspace.ts'
import { readContent } from './api-chat.ts'
import { isOn, readArgs } from './args.ts'
import { Rejection } from './rejection.ts'

/**
 * The app answers through a `response_url`: a new message (ephemeral unless `in_channel`), or a change of the one the
 * person used. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 */
export async function answerResponse(core: Core, id: string, request: Request): Promise<Response> {
  try {
    const { response, place } = redeem(core, id)
    apply(core, response, place, await readArgs(request))
    response.left -= 1
    core.changed()
    return new Response('ok')
  } catch (error) {
    if (error instanceof Rejection) return Response.json(error.answer, { status: 404 })
    throw error
  }
}

/** Shows what the app said to one person, or to all when it says `in_channel`. */
export function postAnswer(core: Core, place: Place, user: string, args: Bag): Message {
  const content = readContent(core, args)
  return postAsBot(core, place, args.response_type === 'in_channel' ? content : { ...content, only: user })
}

function redeem(core: Core, id: string): { response: ResponseUrl; place: Place } {
  const response = core.workspace.backstage.responses[id]
  const place = response && core.workspace.places[response.place]
  if (!response || !place) throw new Rejection('invalid_url')
  if (response.until < core.now()) throw new Rejection('expired_url')
  if (response.left <= 0) throw new Rejection('used_url')
  return { response, place }
}

function apply(core: Core, response: ResponseUrl, place: Place, args: Bag): void {
  const original = place.messages.find(({ ts }) => ts === response.ts)
  if (isOn(args.delete_original)) {
    place.messages = place.messages.filter((message) => message !== original)
  } else if (isOn(args.replace_original) && original) {
    const { blocks, ...rest } = readContent(core, args)
    delete original.blocks
    Object.assign(original, rest, blocks && { blocks: nameBlocks(core, blocks) })
  } else postAnswer(core, place, response.user, args)
}
