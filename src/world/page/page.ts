import { html, raw } from 'hono/html'
import type { Controls } from '../controls.ts'
import { stories, storyOf } from '../stories/index.ts'
import type { Stage, Story } from '../stories/story.ts'
import { renderControls } from './drawer.ts'
import { renderLedger } from './ledger.ts'
import type { Choice, Glance, Pane } from './pane.ts'
import { always, paneOf } from './panes.ts'
import type { Roles } from './roles.ts'
import { renderSteps } from './steps-pane.ts'

/** The stage: a bar of stories, the steps of the chosen one, and every app it plays in, side by side. */
export function renderPage(stage: Stage, controls: Controls, roles: Roles) {
  const story = storyOf(roles.story)
  const glance: Glance = { world: stage.world, zone: stage.zone, roles, now: stage.app.clock() }
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Deskhand sandbox · ${story.who}</title>
  <link rel="icon" href="/favicon.svg">
  <link rel="stylesheet" href="/sandbox/stage.css">
  <script type="module" src="/sandbox/stage.js"></script>
</head>
<body>
  <p class="banner" role="alert" hidden>The sandbox does not answer. Start it again with <code>npm start</code>: nothing is lost.</p>
  <header class="top">
    <h1>Deskhand <small>sandbox</small></h1>
    <nav class="stories" aria-label="Stories">${stories.map((one) => renderTile(one, one === story))}</nav>
  </header>
  <section class="todo" aria-label="What to do" data-pane="steps">${renderSteps(stage, story.name)}</section>
  <details class="drawer" id="drawer">
    <summary>Try to break it</summary>
    <section class="ledger" aria-label="Ledger" data-pane="ledger">${renderLedger(stage)}</section>
    <section class="control" aria-label="The sandbox itself" data-pane="controls">${renderControls(stage.world, controls)}</section>
  </details>
  ${renderTabs(story)}
  <main class="stage" data-columns="${story.panes.length + always.length}">
    ${story.panes.map((column) => html`<div class="column">${column.map((name) => renderOne(paneOf(name), glance))}</div>`)}
    ${always.map((pane) => html`<div class="column wide">${renderOne(pane, glance)}</div>`)}
  </main>
</body>
</html>`
}

function renderTile({ name, who, sentence, minutes }: Story, isChosen: boolean) {
  return html`<a href="/sandbox?story=${name}"${isChosen ? raw(' aria-current="page"') : ''}>
    <b>${who}</b><span>${sentence} <small>${minutes === 1 ? '1 minute' : `${minutes} minutes`}</small></span></a>`
}

/** On a phone one pane is shown at a time. */
function renderTabs({ panes }: Story) {
  const shown = [...panes.flat().map(paneOf), ...always]
  return html`<nav class="tabs" aria-label="Panes">${shown.map(
    ({ name, title }, at) =>
      html`<button type="button" data-tab="${name}" aria-pressed="${at === 0}">${title.split(' · ')[0]}</button>`,
  )}</nav>`
}

function renderOne(pane: Pane, glance: Glance) {
  const { name, title } = pane
  return html`<article class="frame" id="phone-${name}">
    <header><h2>${title}</h2>${(pane.choices?.(glance) ?? []).map(renderChoice)}</header>
    <div class="screen" data-pane="${name}">${pane.render(glance)}</div>
  </article>`
}

/** Whose phone it is. */
function renderChoice({ name, label, chosen, options }: Choice) {
  return html`<form class="switch" method="post" action="/sandbox/as">
    <label>${label} <select name="${name}">${options.map(
      ([value, words]) => html`<option value="${value}"${value === chosen ? raw(' selected') : ''}>${words}</option>`,
    )}</select></label>
    <noscript><button>Switch</button></noscript>
  </form>`
}
