/** Under `.sms` only; follows the reader's light or dark. */
export const phoneCss = `
.sms { --ph-back: #fff; --ph-text: #111; --ph-faint: #666a70; --ph-line: #e3e3e6; --ph-theirs: #e9e9eb;
  --ph-own: #0a66d6;
  color-scheme: light dark; background: var(--ph-back); color: var(--ph-text); font: 15px/1.35 system-ui, sans-serif;
  max-width: 420px; margin: 0 auto; border: 1px solid var(--ph-line); border-radius: 24px; overflow: hidden;
  display: flex; flex-direction: column; min-height: 420px; }
@media (prefers-color-scheme: dark) {
  .sms { --ph-back: #0d0d0f; --ph-text: #f4f4f5; --ph-faint: #a3a6ab; --ph-line: #2d2d31; --ph-theirs: #2a2a2e;
    --ph-own: #1f6fd6; } }
.sms * { box-sizing: border-box; }
.sms header { text-align: center; padding: 12px; border-bottom: 1px solid var(--ph-line); }
.sms header small { display: block; }
.sms small, .sms label, .sms .empty { color: var(--ph-faint); font-size: 12px; }
.sms .empty { text-align: center; margin: 24px 0; }
.sms .scroll { flex: 1; min-height: 0; overflow-y: auto; display: flex; flex-direction: column-reverse; }
.sms ol { list-style: none; margin: auto 0 0; padding: 12px 14px; display: flex; flex-direction: column; gap: 8px; }
.sms li { max-width: 82%; align-self: flex-start; }
.sms li p { margin: 0; padding: 8px 13px; border-radius: 18px; background: var(--ph-theirs); white-space: pre-wrap;
  overflow-wrap: anywhere; width: fit-content; }
.sms li small { display: block; padding: 2px 12px; font-size: 11px; }
.sms .own { align-self: flex-end; text-align: right; }
.sms .own p { background: var(--ph-own); color: #fff; text-align: left; margin-left: auto; }
.sms .lost p { opacity: 0.55; text-decoration: line-through; }
.sms li a { color: inherit; }
.sms form { margin: 0; padding: 8px 14px 14px; border-top: 1px solid var(--ph-line); }
.sms label { display: flex; gap: 6px; align-items: center; padding: 0 4px 6px; }
.sms label input { flex: 1; min-width: 0; font: inherit; font-weight: 600; color: var(--ph-text); background: none;
  border: 0; border-bottom: 1px dashed var(--ph-line); padding: 2px 0; }
.sms .send { display: flex; gap: 8px; align-items: flex-end; }
.sms textarea { flex: 1; font: inherit; color: inherit; background: none; border: 1px solid var(--ph-line);
  border-radius: 18px; padding: 8px 14px; resize: none; field-sizing: content; max-height: 160px; }
.sms button { flex: none; width: 38px; height: 38px; border: 0; border-radius: 50%; background: var(--ph-own);
  color: #fff;
  font: 700 18px/1 system-ui, sans-serif; cursor: pointer; }
.sms :is(button, input, textarea, a):focus-visible { outline: 2px solid var(--ph-own); outline-offset: 2px; }
`
