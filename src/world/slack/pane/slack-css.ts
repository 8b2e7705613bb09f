/** How the pane looks, scoped under `.slack`; light or dark as the person's system is. */
export const slackCss = `
.slack {
  --ink: #1d1c1d; --dim: #616061; --paper: #fff; --line: #dddddd; --soft: #f8f8f8; --link: #1264a3;
  --go: #007a5a; --stop: #c01343; --bar: #4a154b; --whisper: #fef9ed; --mention: #e8f5fa;
  color-scheme: light dark;
  position: relative; container-type: inline-size; overflow: hidden; width: 100%; max-width: 420px;
  height: var(--slack-height, 740px);
  border: 1px solid var(--line); border-radius: 14px; background: var(--paper); color: var(--ink);
  font: 15px/1.45 Lato, 'Segoe UI', system-ui, -apple-system, 'Noto Sans', sans-serif;
}
@media (prefers-color-scheme: dark) {
  .slack {
    --ink: #e3e3e4; --dim: #ababad; --paper: #1a1d21; --line: #41444a; --soft: #222529; --link: #5cb3ea;
    --go: #148567; --stop: #f2708f; --bar: #350d36; --whisper: #2a271e; --mention: #173647;
  }
}
.slack *, .slack *::before { box-sizing: border-box; }
.slack p, .slack ol, .slack ul, .slack figure, .slack blockquote, .slack pre { margin: 0; padding: 0; }
.slack ol { list-style: none; }
.slack form { margin: 0; display: contents; }
.slack small, .slack time { color: var(--dim); font-size: 12px; font-weight: 400; }
.slack a { color: var(--link); }
.slack hr { border: 0; border-top: 1px solid var(--line); margin: 8px 0; }
.slack code, .slack pre { font: 12.5px/1.5 ui-monospace, Menlo, Consolas, monospace; background: var(--soft);
  border: 1px solid var(--line); border-radius: 4px; }
.slack code { padding: 1px 4px; color: var(--stop); }
.slack pre { padding: 8px; white-space: pre-wrap; overflow-wrap: anywhere; }
.slack blockquote { border-left: 4px solid var(--line); padding-left: 10px; margin: 2px 0; }
.slack .mention { background: var(--mention); color: var(--link); border-radius: 3px; padding: 0 2px; }
.slack :is(button, .button, input, select, textarea) { font: inherit; color: inherit; }
.slack :is(button, .button) {
  display: inline-flex; align-items: center; min-height: 36px; padding: 4px 12px; border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--paper); color: var(--ink); font-weight: 700; font-size: 14px; text-decoration: none;
  cursor: pointer;
}
.slack :is(button, .button):hover { background: var(--soft); }
.slack :is(button, .button).primary { background: var(--go); border-color: var(--go); color: #fff; }
.slack :is(button, .button).danger { border-color: var(--stop); color: var(--stop); }
.slack :is(button, .button, input, select, textarea, summary, .feed):focus-visible { outline: 3px solid #1d9bd1;
  outline-offset: 1px; }
.slack .phone { height: 100%; display: flex; flex-direction: column; }
.slack .bar { display: flex; justify-content: space-between; padding: 10px 14px; background: var(--bar); color: #fff; }
.slack nav { display: flex; flex-wrap: wrap; gap: 2px; padding: 4px 8px 6px; background: var(--bar); flex: none; }
.slack nav :is(button, .button) { border-color: transparent; background: transparent; color: #e9dfe9;
  white-space: nowrap; padding: 2px 9px; gap: 6px; }
.slack nav :is(button, .button):hover { background: #ffffff24; }
.slack nav :is(button, .button)[aria-current] { background: #f9edff; color: #39063a; }
.slack nav b { background: #cd2553; color: #fff; border-radius: 9px; padding: 0 6px; font-size: 12px; }
.slack .notice { padding: 8px 14px; background: var(--whisper); border-bottom: 1px solid var(--line); }
.slack .feed { flex: 1; min-height: 0; overflow-y: auto; display: flex; flex-direction: column-reverse; }
.slack .feed > * { margin-bottom: auto; }
.slack .empty { padding: 24px; color: var(--dim); }
.slack .day { text-align: center; color: var(--dim); font-size: 13px; font-weight: 700; padding: 10px 0 4px; }
.slack article { position: relative; display: grid; grid-template-columns: 36px minmax(0, 1fr); gap: 0 10px;
  padding: 8px 14px; overflow-wrap: anywhere; }
.slack article.only { background: var(--whisper); }
.slack .whisper { grid-column: 2; color: var(--dim); font-size: 13px; }
.slack .avatar { width: 36px; height: 36px; border-radius: 8px; display: grid; place-items: center;
  background: #3b6ea8; color: #fff; font-weight: 700; }
.slack .avatar.bot { background: #4a154b; }
.slack .said { grid-column: 2; }
.slack .avatar + .said { grid-row: auto; }
.slack .by { display: flex; align-items: baseline; gap: 6px; padding-right: 34px; }
.slack .app { font-size: 10px; font-weight: 700; color: var(--dim); background: var(--line); border-radius: 3px;
  padding: 1px 4px; }
.slack .thread { margin-left: 46px; border-left: 2px solid var(--line); }
.slack .blocks { display: flex; flex-direction: column; gap: 6px; }
.slack .blocks.home { padding: 14px; gap: 10px; }
.slack .header { font-size: 18px; line-height: 1.3; font-weight: 900; padding-top: 2px; }
.slack .section { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: flex-start; }
.slack .section > .words { flex: 1; min-width: 0; }
.slack .beside:has(.menu) { flex-basis: 100%; }
.slack .beside img { width: 84px; height: 84px; object-fit: cover; border-radius: 6px; }
.slack .fields { display: grid; grid-template-columns: 1fr 1fr; gap: 6px 12px; }
.slack .context { display: flex; flex-wrap: wrap; gap: 2px 8px; align-items: center; color: var(--dim);
  font-size: 13px; }
.slack .context img { width: 20px; height: 20px; object-fit: cover; border-radius: 3px; }
.slack .actions { display: flex; flex-wrap: wrap; gap: 8px; padding: 4px 0; }
.slack figure img { max-width: 100%; max-height: 320px; border-radius: 8px; border: 1px solid var(--line);
  display: block; }
.slack figcaption { font-size: 13px; color: var(--dim); }
.slack .menu { display: inline-flex; gap: 4px; max-width: 100%; }
.slack details > summary { list-style: none; }
.slack details > summary::-webkit-details-marker { display: none; }
.slack .confirm > div { margin-top: 6px; padding: 10px; border: 1px solid var(--line); border-radius: 8px;
  background: var(--soft); }
.slack .more { position: absolute; top: 4px; right: 10px; text-align: right; }
.slack .more > summary { display: inline-grid; place-items: center; width: 28px; height: 28px; border-radius: 6px;
  cursor: pointer; color: var(--dim); }
.slack .more[open] button { position: relative; z-index: 1; }
.slack .composer { display: flex; gap: 8px; padding: 10px; border-top: 1px solid var(--line); }
.slack :is(input:not([type='checkbox'], [type='radio']), select, textarea) {
  flex: 1; width: 100%; min-width: 0; min-height: 38px; padding: 6px 10px; border: 1px solid #868686;
  border-radius: 8px; background: var(--paper);
}
.slack .veil { position: absolute; inset: 0; display: flex; align-items: flex-end; background: #0009; }
.slack .modal { width: 100%; max-height: 94%; display: flex; flex-direction: column; background: var(--paper);
  border-radius: 14px 14px 0 0; }
.slack .modal .title { padding: 14px 16px; font-size: 18px; font-weight: 900; border-bottom: 1px solid var(--line); }
.slack .modal-body { padding: 12px 16px; overflow-y: auto; display: flex; flex-direction: column; gap: 14px; }
.slack .modal footer { display: flex; justify-content: flex-end; gap: 8px; padding: 12px 16px;
  border-top: 1px solid var(--line); }
.slack .field { border: 0; margin: 0; padding: 0; min-width: 0; }
.slack .field > :is(label:not(.tick), legend) { display: block; padding: 0 0 4px; font-weight: 700; }
.slack .tick { display: flex; gap: 8px; align-items: baseline; min-height: 28px; font-weight: 400; }
.slack .tick small { display: block; }
.slack .hint { color: var(--dim); font-size: 13px; }
.slack .error { color: var(--stop); font-size: 13px; font-weight: 700; }
.slack [aria-invalid] { border-color: var(--stop) !important; }
`
