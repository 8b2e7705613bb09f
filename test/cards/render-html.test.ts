import { expect, test } from 'vitest'
import type { Card } from '#src/cards/card.ts'
import { renderCardHtml, renderFormHtml } from '#src/cards/render-html.ts'

const pressing = { csrf: 'c"srf', back: '/orders' }
const evil = `"><script>x()</script>' & \u202eevil`
const card: Card = {
  title: evil,
  tone: 'todo',
  quote: evil,
  facts: [{ label: evil, value: evil }],
  footer: evil,
  links: [
    { label: 'Post', url: 'https://example.com/?a=1&b="2' },
    { label: 'Trap', url: 'javascript:x()' },
    { label: 'Trap', url: ' data:text/html,x' },
  ],
  buttons: [{ label: evil, token: 'order.approve:abc', style: 'primary' }],
}

test('a card becomes HTML in which nothing of its words is alive', async () => {
  const page = String(await renderCardHtml(card, pressing))
  expect(page).not.toMatch(/<script|\u202e|="[^"]*"><script/)
  expect(page).toContain('&quot;&gt;&lt;script&gt;x()&lt;/script&gt;&#39; &amp; evil')
  expect(page).toContain('value="order.approve:abc"')
  expect(page).toContain('value="c&quot;srf"')
})

test('only addresses of the web can be clicked, and they learn nothing of where one came from', async () => {
  const page = String(await renderCardHtml(card, pressing))
  expect(page.match(/href="[^"]*"/g)).toEqual(['href="https://example.com/?a=1&amp;b=&quot;2"'])
  expect(page).toContain('rel="noopener noreferrer"')
})

test('nothing is chosen for whoever chose nothing, and what may be left out can be', async () => {
  const choices = [{ value: 'new', label: 'New' }]
  const field = { name: 'is', label: 'Is', kind: 'choice' as const, choices }
  const draw = async (more: object) =>
    String(
      await renderFormHtml({ title: 'T', submit: 'S', fields: [{ ...field, ...more }] }, { ...pressing, token: 't' }),
    )
  const none = '><option value="">-</option><option value="new"'
  expect(await draw({ optional: true })).toContain(none)
  expect(await draw({ optional: true, value: 'new' })).toContain(`${none} selected>`)
  expect(await draw({})).toMatch(/required><option value="">/)
  expect(await draw({ value: 'new' })).not.toContain('value=""')
})

test('a form keeps what was typed, and says at the field what is wrong', async () => {
  const form = {
    title: 'Edit',
    submit: 'Save',
    fields: [
      { name: 'email', label: 'E-mail', kind: 'text' as const, value: 'old@example.com', hint: 'Where we write to' },
      { name: 'note', label: 'Note', kind: 'long' as const, optional: true },
      {
        name: 'unit',
        label: 'Sold',
        kind: 'choice' as const,
        value: 'pair',
        choices: [
          { value: 'each', label: 'each' },
          { value: 'pair', label: 'in pairs' },
        ],
      },
    ],
  }
  const page = String(
    await renderFormHtml(form, { ...pressing, token: 't' }, { note: '</textarea><b>' }, { email: 'No such address.' }),
  )
  expect(page).toMatch(/<label for="field-email">E-mail<\/label>/)
  expect(page).toMatch(
    /id="field-email"[^>]*value="old@example.com"[^>]*aria-describedby="field-email-hint field-email-error"[^>]*aria-invalid="true"/,
  )
  expect(page).toContain('<p class="error" id="field-email-error">No such address.</p>')
  expect(page).toContain('&lt;/textarea&gt;&lt;b&gt;</textarea>')
  expect(page).toMatch(/<option value="pair" selected>/)
})
