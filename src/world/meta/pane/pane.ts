import { html } from 'hono/html'
import { Refusal } from '#src/errors.ts'
import type { MetaStandIn } from '../meta.ts'
import { renderPicture } from '../picture.ts'
import type { CommentView, MetaView, PostView } from '../view.ts'

export { instagramCss } from './pane-css.ts'

/** Comments that are shown before 'View all' is opened. */
const SHOWN = 8

/** Instagram on a phone: the shop's posts, newest first, as `as` sees them. */
export function renderInstagramPane(view: MetaView, as: string, zone = 'UTC') {
  const people = view.people.map((name) => html`<option value="${name}"></option>`)
  return html`<section class="instagram" aria-label="Instagram">
    <header><b class="logo">Instagram</b></header>
    <datalist id="instagram-people">${people}</datalist>
    ${view.posts.map((post) => renderPost(post, view, as, zone))}
    <footer>
      ${view.tokenExpired ? renderAct('renewToken', 'Renew the access token') : renderAct('expireToken', 'Expire the access token')}
      ${view.waitingNotices > 0 ? html`<span>${view.waitingNotices} webhooks wait</span>` : ''}
    </footer>
  </section>`
}

/**
 * What a form of the pane asks for: `comment` (username, mediaId, text, parentId, silent), `deleteComment` (id),
 * `expireToken`, `renewToken`. Answers with who one is from now on.
 */
export async function handleInstagramAct(
  standIn: MetaStandIn,
  name: string,
  form: Record<string, string>,
): Promise<{ as: string }> {
  const { act } = standIn
  const { username = '', mediaId = '', text = '', parentId = '', id = '', silent } = form
  const as = username.trim().replace(/^@/, '').toLowerCase().replace(/\s+/g, '.')
  const comment = async () => {
    if (!as || !text.trim()) throw new Refusal('A comment needs a name and some text.')
    const more = { ...(parentId && { parentId }), silent: silent !== undefined }
    await act.comment({ username: as, mediaId, text: text.trim(), ...more })
  }
  const acts: Record<string, () => Promise<unknown>> = {
    comment,
    deleteComment: () => act.deleteComment(id),
    expireToken: () => act.expireToken(),
    renewToken: () => act.renewToken(),
  }
  const chosen = acts[name]
  if (!chosen) throw new Refusal(`Instagram cannot do “${name}”.`)
  await chosen()
  return { as }
}

function renderPost(post: PostView, view: MetaView, as: string, zone: string) {
  const { username } = view.account
  const hidden = post.comments.slice(0, -SHOWN)
  return html`<article aria-label="Post ${post.shortcode}">
    <div class="owner">${renderFace(username)}<b>${username}</b></div>
    <div class="picture">${renderPicture(post.picture)}</div>
    <p class="caption"><b>${username}</b> ${post.caption}</p>
    ${
      hidden.length > 0
        ? html`<details>
            <summary>View all ${post.comments.length} comments</summary>
            <ul>${hidden.map((comment) => renderComment(comment, post, as, zone))}</ul>
          </details>`
        : ''
    }
    <ul aria-label="Comments">${post.comments.slice(-SHOWN).map((comment) => renderComment(comment, post, as, zone))}</ul>
    <p class="when">${renderTime(post.at, zone)} · <span>${post.permalink}</span></p>
    ${renderBox(post, as)}
  </article>`
}

function renderComment(comment: CommentView, post: PostView, as: string, zone: string): ReturnType<typeof html> {
  return html`<li id="comment-${comment.id}">
    ${renderFace(comment.username)}
    <div>
      <p><b>${comment.username}</b> <small>${renderTime(comment.at, zone)}</small></p>
      <p>${comment.text}</p>
      <div class="below">
        <details>
          <summary>Reply</summary>
          ${renderBox(post, as, comment)}
        </details>
        ${comment.username === as ? renderAct('deleteComment', 'Delete', { id: comment.id, username: as }) : ''}
      </div>
      ${comment.replies.length > 0 ? html`<ul>${comment.replies.map((reply) => renderComment(reply, post, as, zone))}</ul>` : ''}
    </div>
  </li>`
}

/** The comment box: who one is stands in it, so that a second customer is one word away. */
function renderBox(post: PostView, as: string, parent?: CommentView) {
  const words = parent ? `Reply to ${parent.username}…` : 'Add a comment…'
  return html`<form class="box" method="post" action="/sandbox/instagram/comment" data-standin="instagram">
    <input type="hidden" name="mediaId" value="${post.id}">
    ${parent ? html`<input type="hidden" name="parentId" value="${parent.id}">` : ''}
    <label class="who">as <input name="username" value="${as}" list="instagram-people" aria-label="Comment as" autocomplete="off" required></label>
    <textarea name="text" rows="2" placeholder="${words}" aria-label="${words}" required></textarea>
    <div class="send">
      <label><input type="checkbox" name="silent"> without a webhook</label>
      <button>Post</button>
    </div>
  </form>`
}

function renderAct(act: string, label: string, fields: Record<string, string> = {}) {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return html`<form method="post" action="/sandbox/instagram/${act}" data-standin="instagram">${inputs}<button class="quiet">${label}</button></form>`
}

function renderFace(username: string) {
  const tint = [...username].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 5
  return html`<span class="face tint-${tint}" aria-hidden="true">${username.charAt(0).toUpperCase()}</span>`
}

function renderTime(at: Date, zone: string) {
  const words = at.toLocaleString('en-US', {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: zone,
    timeZoneName: 'shortGeneric',
  })
  return html`<time datetime="${at.toISOString()}">${words}</time>`
}
