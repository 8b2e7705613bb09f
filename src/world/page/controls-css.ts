/** The tour and what one does to the sandbox as a whole. */
export const controlsCss = `
.tour summary { cursor: pointer; font-weight: 600; padding: .3rem 0; }
.control { margin: .75rem 1.25rem; }
.controls { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); }
.controls section { padding: .6rem 1rem .8rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; min-width: 0; }
.controls h2 { margin: 0 0 .35rem; font-size: .95rem; }
.controls p { margin: 0 0 .5rem; }
.controls form { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center; margin: 0 0 .35rem; }
.controls label { flex: 1 1 6rem; }
.controls select { flex: 0 1 16rem; min-width: 0; }
.controls select, .controls button { font: inherit; min-height: 2.4rem; padding: .25rem .7rem; border: 1px solid var(--line); border-radius: 8px; background: var(--back); color: inherit; max-width: 100%; }
.controls button { cursor: pointer; }
.controls button:hover, .controls button:focus-visible { border-color: currentcolor; }
.controls .danger { color: #b3261e; }
.controls .broken { flex: 1 1 auto; color: #b3261e; font-weight: 600; }
@media (prefers-color-scheme: dark) { .controls .danger, .controls .broken { color: #ff9a8f; } }
@media (min-width: 1000px) { .controls { grid-template-columns: 1fr 2.4fr 1fr 1fr; } }
`
