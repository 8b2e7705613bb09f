/** Under `.mail` only; follows the reader's light or dark. */
export const mailCss = `
.mail { --ml-back: #fff; --ml-text: #16181d; --ml-faint: #5b6270; --ml-line: #e3e5ea; --ml-ours: #eaf1fe;
  --ml-link: #0b57d0; --ml-on: #fff; color-scheme: light dark; background: var(--ml-back); color: var(--ml-text);
  font: 14px/1.45 system-ui, sans-serif; max-width: 420px; margin: 0 auto; border: 1px solid var(--ml-line);
  border-radius: 12px; overflow: hidden; }
@media (prefers-color-scheme: dark) {
  .mail { --ml-back: #111318; --ml-text: #eceef2; --ml-faint: #a3a9b6; --ml-line: #2b2f38; --ml-ours: #1b2740;
    --ml-link: #8ab4f8; --ml-on: #0b1220; } }
.mail * { box-sizing: border-box; }
.mail p { margin: 0; }
.mail header { display: flex; justify-content: space-between; align-items: baseline; gap: 12px; padding: 12px 16px;
  border-bottom: 1px solid var(--ml-line); }
.mail header b { font-size: 18px; }
.mail header span, .mail time, .mail .snippet, .mail .empty { color: var(--ml-faint); font-size: 12px; }
.mail header span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mail .empty { padding: 24px 16px; text-align: center; }
.mail summary { cursor: pointer; }
.mail summary:focus-visible, .mail a:focus-visible, .mail button:focus-visible { outline: 2px solid var(--ml-link);
  outline-offset: 2px; }
.mail .thread { border-bottom: 1px solid var(--ml-line); }
.mail .thread > summary { list-style: none; display: grid; grid-template-columns: 36px 1fr; column-gap: 12px;
  padding: 10px 16px; }
.mail .thread > summary::-webkit-details-marker { display: none; }
.mail .face { grid-row: 1 / 4; width: 36px; height: 36px; border-radius: 50%; display: grid; place-items: center;
  background: #0b57d0; color: #fff; font-weight: 600; }
.mail .line { display: flex; justify-content: space-between; gap: 8px; min-width: 0; }
.mail .line b, .mail .subject, .mail .snippet { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mail time { flex: none; }
.mail .head b { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mail .thread[open] > summary .snippet { display: none; }
.mail .thread[open] > summary .subject { white-space: normal; font-weight: 600; }
.mail article { margin: 0 16px 10px; padding: 10px 12px; border: 1px solid var(--ml-line); border-radius: 10px; }
.mail .ours { background: var(--ml-ours); border-color: transparent; margin-left: 40px; }
.mail .head { display: flex; justify-content: space-between; gap: 8px; margin-bottom: 4px; }
.mail .text { white-space: pre-wrap; overflow-wrap: anywhere; }
.mail a { color: var(--ml-link); }
.mail .more { margin-top: 8px; font-size: 13px; }
.mail .more > summary { color: var(--ml-faint); width: max-content; max-width: 100%; }
.mail .more .text { color: var(--ml-faint); padding-top: 6px; }
.mail iframe { width: 100%; height: 260px; margin-top: 8px; border: 1px solid var(--ml-line); border-radius: 8px;
  background: #fff; }
.mail .row { display: flex; flex-wrap: wrap; gap: 8px; padding-top: 8px; }
.mail form { display: grid; gap: 8px; }
.mail .reply { margin: 0 16px 14px; }
.mail .write { padding: 12px 16px; border-bottom: 1px solid var(--ml-line); }
.mail .write > summary { color: var(--ml-link); font-weight: 600; }
.mail .write form { padding-top: 10px; }
.mail label { display: grid; gap: 4px; font-size: 12px; color: var(--ml-faint); }
.mail input, .mail textarea { width: 100%; font: inherit; font-size: 14px; color: var(--ml-text);
  background: var(--ml-back); border: 1px solid var(--ml-line); border-radius: 8px; padding: 8px 10px; }
.mail textarea { resize: vertical; }
.mail button { justify-self: end; font: inherit; font-weight: 600; min-height: 36px; padding: 6px 16px; cursor: pointer;
  color: var(--ml-on); background: var(--ml-link); border: 0; border-radius: 18px; }
.mail .quiet { font-weight: 400; font-size: 13px; color: var(--ml-text); background: none;
  border: 1px solid var(--ml-line); }
.mail footer { padding: 12px 16px; }
.mail footer form { justify-content: start; }
`
