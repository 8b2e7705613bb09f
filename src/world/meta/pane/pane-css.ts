/** Under `.instagram` only; follows the reader's light or dark. */
export const instagramCss = `
.instagram { --ig-back: #fff; --ig-text: #111; --ig-faint: #6b6b6b; --ig-line: #e2e2e2; --ig-link: #0067c5;
  color-scheme: light dark; background: var(--ig-back); color: var(--ig-text); font: 14px/1.4 system-ui, sans-serif;
  max-width: 420px; margin: 0 auto; border: 1px solid var(--ig-line); border-radius: 12px; overflow: hidden; }
@media (prefers-color-scheme: dark) {
  .instagram { --ig-back: #0c0c0d; --ig-text: #f3f3f3; --ig-faint: #a5a5a5; --ig-line: #2c2c2e; --ig-link: #5eb1ff; } }
.instagram * { box-sizing: border-box; }
.instagram p { margin: 0; overflow-wrap: anywhere; }
.instagram ul { list-style: none; margin: 0; padding: 0; }
.instagram header { padding: 10px 14px; border-bottom: 1px solid var(--ig-line); }
.instagram .logo { font: italic 600 22px Georgia, serif; }
.instagram article { border-bottom: 1px solid var(--ig-line); padding-bottom: 10px; }
.instagram .owner { display: flex; align-items: center; gap: 10px; padding: 10px 14px; }
.instagram .face { flex: none; width: 30px; height: 30px; border-radius: 50%; display: grid; place-items: center;
  font-weight: 600; font-size: 13px; color: #fff; background: #6d28d9; }
.instagram .tint-1 { background: #be185d; }
.instagram .tint-2 { background: #0f766e; }
.instagram .tint-3 { background: #b45309; }
.instagram .tint-4 { background: #1d4ed8; }
.instagram .picture svg { display: block; width: 100%; }
.instagram .cloth { fill: #ecdccb; }
.instagram .caption, .instagram article > ul, .instagram article > details, .instagram .when { padding: 3px 14px; }
.instagram .picture { margin-bottom: 8px; }
.instagram li { display: flex; gap: 10px; padding: 7px 0; }
.instagram li > div { flex: 1; min-width: 0; }
.instagram li ul { padding-left: 4px; }
.instagram small, .instagram .when, .instagram summary, .instagram footer { color: var(--ig-faint); font-size: 12px; }
.instagram summary { cursor: pointer; width: max-content; padding: 2px 0; }
.instagram .below { display: flex; gap: 14px; align-items: flex-start; }
.instagram .below details[open] { flex: 1; }
.instagram form { margin: 0; }
.instagram .box { margin: 8px 14px 0; border: 1px solid var(--ig-line); border-radius: 10px; padding: 8px 10px; }
.instagram li .box { margin: 4px 0 0; }
.instagram .who { color: var(--ig-faint); font-size: 12px; display: flex; gap: 6px; align-items: center; }
.instagram .who input { flex: 1; min-width: 0; font: inherit; font-weight: 600; color: var(--ig-text); background: none;
  border: 0; border-bottom: 1px dashed var(--ig-line); padding: 2px 0; }
.instagram textarea { width: 100%; margin-top: 6px; font: inherit; color: inherit; background: none; border: 0;
  resize: vertical; }
.instagram .send { display: flex; justify-content: space-between; align-items: center; font-size: 12px;
  color: var(--ig-faint); }
.instagram .send label { display: flex; gap: 5px; align-items: center; }
.instagram button { font: inherit; font-weight: 600; color: var(--ig-link); background: none; border: 0;
  padding: 6px 8px; cursor: pointer; border-radius: 6px; }
.instagram .quiet { font-size: 12px; font-weight: 400; color: var(--ig-faint); padding: 2px 0; }
.instagram :is(button, input, textarea, summary):focus-visible { outline: 2px solid var(--ig-link);
  outline-offset: 2px; }
.instagram footer { display: flex; gap: 14px; align-items: center; padding: 10px 14px; }
`
