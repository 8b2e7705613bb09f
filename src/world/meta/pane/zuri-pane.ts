import { html, raw } from 'hono/html'
import { Refusal } from '#src/errors.ts'
import { drawSvg, readDrawing } from '../draw-product.ts'
import type { MetaStandIn } from '../meta.ts'
import { ZURI } from '../state.ts'
import type { PostView } from '../view.ts'

/** As many posts as one scrolls through. */
const SHOWN = 24

/** Instagram as the owner of Zuri Closet has it open: her posts, each to be edited or deleted, and a new one. */
export function renderZuriPane(standIn: MetaStandIn) {
  const { posts, account } = standIn.view(ZURI.id)
  return html`<section class="zuri" aria-label="Instagram of ${account.username}">
    <header><b>@${account.username}</b> <span>${posts.length} posts</span></header>
    <ol>${posts.slice(0, SHOWN).map(renderPost)}</ol>
    <form class="new" method="post" action="/sandbox/zuri/post" data-standin="zuri">
      <textarea name="caption" rows="2" aria-label="A new post" placeholder="A new post…" required></textarea>
      <button>Post</button>
    </form>
  </section>`
}

function renderPost({ id, shortcode, caption, picture }: PostView) {
  const drawing = readDrawing(picture) ?? { shape: 'words', colour: '#555555', category: 'Other', isBlurry: false }
  return html`<li data-post="${shortcode}">
    <div class="shot">${raw(drawSvg(drawing))}</div>
    <form method="post" action="/sandbox/zuri/edit" data-standin="zuri">
      <input type="hidden" name="id" value="${id}">
      <textarea name="caption" rows="3" aria-label="Caption of ${shortcode}" required>${caption}</textarea>
      <button>Save</button>
    </form>
    <form method="post" action="/sandbox/zuri/delete" data-standin="zuri"><input type="hidden" name="id" value="${id}"><button class="quiet">Delete</button></form>
  </li>`
}

/** What a form of the pane asks for: `edit` (id, caption), `delete` (id), `post` (caption). */
export async function handleZuriAct({ act }: MetaStandIn, name: string, form: Record<string, string>): Promise<void> {
  const { id = '', caption = '' } = form
  if (name !== 'delete' && !caption.trim()) throw new Refusal('A post needs a caption.')
  if (name === 'edit') await act.editPost(id, caption.trim(), true)
  else if (name === 'delete') await act.deletePost(id)
  else if (name === 'post') {
    await act.post({
      accountId: ZURI.id,
      caption: caption.trim(),
      picture: 'dress #7a4fa3 Fashion & Apparel',
      tell: true,
    })
  } else throw new Refusal(`Instagram cannot do “${name}”.`)
}

/** Under `.zuri` only. */
export const zuriCss = `
.zuri { background: Canvas; color: CanvasText; font: 13px/1.4 system-ui, sans-serif; color-scheme: light dark; }
.zuri header { padding: 8px 12px; border-bottom: 1px solid #8884; display: flex; gap: 8px; }
.zuri header span { opacity: .7; }
.zuri ol { list-style: none; margin: 0; padding: 0; }
.zuri li { display: grid; grid-template-columns: 84px 1fr auto; gap: 8px; padding: 8px 12px;
  border-bottom: 1px solid #8884; align-items: start; }
.zuri .shot svg { width: 84px; height: auto; border-radius: 6px; display: block; }
.zuri form { margin: 0; }
.zuri textarea { width: 100%; box-sizing: border-box; font: inherit; color: inherit; background: none;
  border: 1px solid #8886; border-radius: 6px; padding: 4px 6px; resize: vertical; }
.zuri button { font: inherit; font-weight: 600; color: #0067c5; background: none; border: 0; padding: 4px 6px;
  cursor: pointer; }
@media (prefers-color-scheme: dark) { .zuri button { color: #5eb1ff; } }
.zuri .quiet { font-weight: 400; opacity: .75; color: inherit; }
.zuri .new { padding: 8px 12px; }
`
