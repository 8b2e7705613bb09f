import type { Call } from './call.ts'
import { type Fields, pick, readFields } from './fields.ts'
import { GraphError } from './graph-error.ts'
import { accountNode, commentNode, listComments, listMedia, listReplies, mediaNode, readPaging } from './nodes.ts'
import { type MetaAccount, type MetaComment, type MetaMedia, writeId } from './state.ts'

type Found =
  | { kind: 'account'; node: MetaAccount }
  | { kind: 'media'; node: MetaMedia }
  | { kind: 'comment'; node: MetaComment }

/** What the Graph API answers; throws the GraphError it refuses with. Counts the call. */
export function answerGraph(call: Call): unknown {
  const edge = call.path[1] ?? ''
  const counted = edge === 'comments' || edge === 'media' ? edge : 'other'
  call.state.calls[counted]++
  const failure = call.state.failures.shift()
  if (failure !== undefined) throw new GraphError(failure)
  if (call.path[0] === 'debug_token') return { data: inspectToken(call) }
  const login = answerUser(call, edge)
  if (login) return login
  const found = find(call, call.path[0] ?? '')
  if (found?.kind === 'account') return answerAccount(call, found.node, edge)
  if (found?.kind === 'media') return answerMedia(call, found.node, edge)
  if (found?.kind === 'comment') return answerComment(call, found.node, edge)
  throw unsupported(call)
}

/** What is asked of a Facebook user and of the Pages they manage. */
function answerUser({ method, path, params, state, token }: Call, edge: string): unknown {
  const own = state.accounts.filter(({ id }) => token.accountIds.includes(id))
  if (path[0] === 'me' && edge === 'accounts') {
    return { data: own.map(({ pageId, pageName }) => ({ id: pageId, name: pageName })) }
  }
  if (path[0] === 'me' && edge === 'permissions' && method === 'DELETE') {
    return takeAllBack(state, token.userId)
  }
  const page = own.find(({ pageId }) => pageId === path[0])
  if (!page || edge !== '') return null
  const isAsked = (params.get('fields') ?? '').includes('instagram_business_account')
  return { id: page.pageId, ...(isAsked && { instagram_business_account: { id: page.id } }) }
}

/** All that a person ever gave the app. */
function takeAllBack({ tokens }: Call['state'], userId: string): unknown {
  for (const token of tokens) if (token.userId === userId) token.expired = true
  return { success: true }
}

function answerAccount(call: Call, account: MetaAccount, edge: string): unknown {
  if (call.method === 'GET' && edge === '') return pick('IGUser', accountNode(account, call), fieldsOf(call, 'id'))
  if (call.method === 'POST' && edge === 'subscribed_apps') {
    call.state.subscribed.push(account.id)
    return { success: true }
  }
  if (call.method === 'GET' && edge === 'media') return listMedia(account, call, fieldsOf(call, 'id'))
  throw unsupported(call)
}

function answerMedia(call: Call, media: MetaMedia, edge: string): unknown {
  if (call.method === 'GET' && edge === '') return pick('IGMedia', mediaNode(media, call), fieldsOf(call, 'id'))
  need(call, 'instagram_manage_comments')
  if (edge !== 'comments') throw unsupported(call)
  if (call.method === 'POST') return addComment(call, media.id, null)
  const { limit, after } = readPaging(call)
  return listComments(media, call, fieldsOf(call, 'id,text,timestamp'), limit, after)
}

function answerComment(call: Call, comment: MetaComment, edge: string): unknown {
  need(call, 'instagram_manage_comments')
  if (call.method === 'GET' && edge === 'replies')
    return listReplies(comment, call, fieldsOf(call, 'id,text,timestamp'))
  if (call.method === 'POST' && edge === 'replies') return addComment(call, comment.mediaId, comment.id)
  if (edge !== '') throw unsupported(call)
  if (call.method === 'DELETE') return deleteComment(call, comment)
  return pick('IGComment', commentNode(comment, call), fieldsOf(call, 'id,text,timestamp'))
}

function find(call: Call, id: string): Found | null {
  const { state, token } = call
  const accountId = id === 'me' ? token.accountIds[0] : id
  const account = state.accounts.find((known) => known.id === accountId)
  if (account && token.accountIds.includes(account.id)) return { kind: 'account', node: account }
  const comment = state.comments.find((known) => known.id === id)
  const media = state.media.find((known) => known.id === (comment?.mediaId ?? id))
  if (!media || !token.accountIds.includes(media.accountId)) return null
  return comment ? { kind: 'comment', node: comment } : { kind: 'media', node: media }
}

function addComment(call: Call, mediaId: string, parentId: string | null): { id: string } {
  const text = call.params.get('message')
  const account = call.state.accounts.find((known) => known.id === call.token.accountIds[0])
  if (!text || !account) throw new GraphError(100, '(#100) The parameter message is required')
  const id = writeId(++call.state.serial)
  const at = call.app.clock().toISOString()
  call.state.comments.push({ id, mediaId, parentId, userId: account.id, username: account.username, text, at })
  return { id }
}

function deleteComment(call: Call, comment: MetaComment): { success: boolean } {
  const { state } = call
  state.comments = state.comments.filter((other) => other.id !== comment.id && other.parentId !== comment.id)
  return { success: true }
}

function inspectToken(call: Call): unknown {
  const token = call.state.tokens.find((known) => known.value === call.params.get('input_token'))
  if (!token) return { is_valid: false, scopes: [], error: { code: 190, message: 'Invalid OAuth access token.' } }
  return {
    app_id: call.app.appId,
    type: 'USER',
    is_valid: !token.expired,
    user_id: token.userId,
    scopes: token.scopes,
    expires_at: 0,
    ...(token.expired ? { error: { code: 190, subcode: 463, message: 'Session has expired.' } } : {}),
  }
}

function need(call: Call, scope: string): void {
  if (!call.token.scopes.includes(scope)) throw new GraphError(10)
}

function fieldsOf(call: Call, otherwise: string): Fields {
  return readFields(call.params.get('fields') ?? otherwise)
}

function unsupported(call: Call): GraphError {
  const verb = call.method.toLowerCase()
  const message = `Unsupported ${verb} request. Object with ID '${call.path[0]}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`
  return new GraphError(100, message, 33)
}
