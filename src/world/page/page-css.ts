/** The page around the phones. */
export const pageCss = `
:root { color-scheme: light dark; --back: #eef0f3; --ink: #1d1c1d; --card: #fff; --line: #d5d9de; }
@media (prefers-color-scheme: dark) { :root { --back: #101214; --ink: #e8e8e8; --card: #1a1d21; --line: #33383d; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }
.top { padding: 1rem 1.25rem 0; }
.top h1 { margin: 0; font-size: 1.25rem; }
.top p { margin: .15rem 0 0; opacity: .75; }
.tour { margin: .75rem 1.25rem; padding: .25rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.tour ol { margin: .5rem 0; padding-left: 1.25rem; }
.tour li { margin: .25rem 0; }
.tour code { padding: .1rem .3rem; border-radius: 4px; background: var(--back); overflow-wrap: anywhere; user-select: all; }
.phones { display: flex; gap: 1rem; padding: 0 1.25rem 1.25rem; overflow-x: auto; align-items: flex-start; scroll-snap-type: x proximity; scroll-padding-left: 1.25rem; }
.phone { flex: 1 0 340px; max-width: 420px; scroll-snap-align: start; }
.phone h2 { margin: .25rem 0; font-size: .95rem; }
.switch { display: inline-block; margin: 0 .5rem .35rem 0; }
.switch select { font: inherit; max-width: 14rem; }
.screen { height: 72vh; min-height: 460px; overflow: hidden; background: var(--card); border: 1px solid var(--line); border-radius: 22px; }
.screen > .slack, .screen > .telegram { --slack-height: 100%; height: 100%; min-width: 0; max-width: none; overflow: hidden; }
.screen > .instagram, .screen > .mail { height: 100%; max-width: none; overflow-y: auto; }
.problem { position: fixed; inset: auto 1rem 1rem 1rem; padding: .75rem 1rem; border-radius: 10px; background: #b3261e; color: #fff; }
@media (max-width: 700px) { .phones { flex-direction: column; } .phone { flex: none; width: 100%; max-width: none; } }
`
