import { type Asset, liveScript, stylesheet } from './assets.ts'
import { type Html, html } from './html.ts'

type Drawn = { title: string; body: Html; script?: Asset | undefined }

/** A whole page. Nothing stands inline in it: the content policy forbids it. */
export function renderDocument({ title, body, isLive, script }: Drawn & { isLive?: boolean }): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${stylesheet.path}">
${isLive ? html`<script src="${liveScript.path}" defer></script>` : ''}
${script ? html`<script src="${script.path}" defer></script>` : ''}
</head>
${body}
</html>`
}

/** A page for someone outside: a customer, a visitor who is not signed in. */
export function renderPublicPage({ shop, title, body, script }: Drawn & { shop: string }): Html {
  return renderDocument({
    script,
    title: `${title} - ${shop}`,
    body: html`<body class="public">
<header><p class="shop">${shop}</p></header>
<main id="main">${body}</main>
</body>`,
  })
}

/** A page that says one thing, and perhaps where to go from here. */
export function renderNotice(
  shop: string,
  title: string,
  sentence: string,
  onward?: { to: string; label: string },
): Html {
  return renderPublicPage({
    shop,
    title,
    body: html`<section class="notice"><h1>${title}</h1><p>${sentence}</p>
${onward ? html`<p><a href="${onward.to}">${onward.label}</a></p>` : ''}</section>`,
  })
}
