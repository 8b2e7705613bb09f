/** Telegram on a phone, light and dark. Everything lies under .telegram. */
export const telegramCss = `
.telegram {
  --paper: #ffffff; --ink: #111111; --soft: #5f6468; --wall: #d5e3c8; --own: #e3fdcf; --accent: #1a6fc0;
  --fill: #1a6fc0;
  --key: rgba(62, 92, 50, .8); --line: rgba(0, 0, 0, .09); --shade: rgba(0, 0, 0, .14);
  width: 100%; min-width: 320px; max-width: 420px; height: 760px; display: flex; flex-direction: column;
  position: relative; overflow: hidden; border: 1px solid var(--line); border-radius: 16px;
  background: var(--wall); color: var(--ink); font: 15px/1.35 system-ui, "Segoe UI", Roboto, sans-serif;
}
.telegram * { box-sizing: border-box; }
.telegram header, .telegram footer, .telegram .pinned { background: var(--paper); flex: none; }
.telegram header { display: flex; gap: 10px; align-items: center; padding: 8px 12px;
  border-bottom: 1px solid var(--line); }
.telegram header small { display: block; color: var(--soft); font-size: 13px; }
.telegram .avatar {
  width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center;
  background: linear-gradient(#72d5fd, #2a9ef1); color: #ffffff; font-weight: 600; font-size: 18px;
}
.telegram .pinned, .telegram .replying, .telegram .quote {
  margin: 0; padding: 4px 10px; font-size: 13px; border-left: 3px solid var(--accent);
  overflow: hidden; white-space: nowrap; text-overflow: ellipsis;
}
.telegram .pinned b, .telegram .replying b, .telegram .quote b { display: block; color: var(--accent); }
.telegram .wall { flex: 1; min-height: 0; position: relative; display: flex; flex-direction: column; }
/* Reversed, so that the newest message is in sight without a script. */
.telegram .scroll { flex: 1; min-height: 0; overflow-y: auto; display: flex; flex-direction: column-reverse; }
.telegram .messages {
  margin: 0; padding: 10px 8px; list-style: none; display: flex; flex-direction: column; gap: 6px;
}
.telegram .messages > li { width: fit-content; min-width: 30%; max-width: 86%; }
.telegram .own { align-self: flex-end; }
.telegram .other { align-self: flex-start; }
.telegram .bubble {
  background: var(--paper); border-radius: 14px 14px 14px 4px; padding: 6px 10px 4px;
  box-shadow: 0 1px 1px var(--shade);
}
.telegram .own .bubble { background: var(--own); border-radius: 14px 14px 4px 14px; }
.telegram .author { margin: 0; color: var(--accent); font-weight: 600; font-size: 14px; }
.telegram .quote { border-radius: 4px; background: rgba(51, 144, 236, .1); margin-bottom: 4px; }
.telegram .text { white-space: pre-wrap; overflow-wrap: anywhere; }
.telegram .text a, .telegram .text span { color: var(--accent); text-decoration: none; }
.telegram blockquote {
  margin: 3px 0; padding: 3px 8px; border-left: 3px solid var(--accent); border-radius: 4px;
  background: rgba(51, 144, 236, .1);
}
.telegram pre, .telegram code { font: 13px/1.4 ui-monospace, monospace; margin: 0; white-space: pre-wrap; }
.telegram mark { background: var(--soft); color: transparent; border-radius: 4px; }
.telegram mark:hover { background: none; color: inherit; }
.telegram .bubble img { display: block; width: 100%; border-radius: 10px; margin: 2px 0 4px; }
.telegram .document { margin: 2px 0; }
.telegram header details { margin-left: auto; }
.telegram .foot { display: flex; gap: 8px; align-items: end; justify-content: space-between; }
.telegram .more summary { list-style: none; cursor: pointer; color: var(--soft); line-height: 1; padding: 4px; }
.telegram .more summary::-webkit-details-marker { display: none; }
.telegram .more form { display: flex; gap: 4px; margin: 2px 0; }
.telegram .more button {
  border: 1px solid var(--line); border-radius: 8px; background: none; color: var(--accent); font: inherit;
  font-size: 13px; cursor: pointer;
}
.telegram .time { margin: 0; text-align: right; font-size: 11.5px; color: var(--soft); }
.telegram .row { display: flex; gap: 4px; margin-top: 4px; }
.telegram .row > * { flex: 1 1 0; min-width: 0; }
.telegram .key {
  display: grid; place-items: center; width: 100%; height: 100%; min-height: 38px; padding: 8px 6px; border: 0;
  border-radius: 10px; cursor: pointer;
  background: var(--key); color: #ffffff; font: inherit; font-size: 14px; font-weight: 500; text-align: center;
  text-decoration: none; overflow-wrap: anywhere;
}
.telegram .key:hover { filter: brightness(1.12); }
.telegram :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.telegram .toast {
  position: absolute; left: 12px; right: 12px; top: 10px; margin: 0; padding: 10px 14px; border-radius: 12px;
  background: rgba(20, 24, 28, .88); color: #ffffff; z-index: 2; pointer-events: none;
  animation: telegram-toast 3s forwards;
}
@keyframes telegram-toast { 92% { opacity: 1; } 100% { opacity: 0; visibility: hidden; } }
.telegram .toast.alert { top: 38%; background: var(--paper); color: var(--ink);
  box-shadow: 0 8px 40px rgba(0, 0, 0, .4); }
.telegram footer { border-top: 1px solid var(--line); padding: 6px 8px; position: relative; }
.telegram .replying { margin-bottom: 6px; }
.telegram .composer { display: flex; gap: 6px; align-items: center; }
.telegram .composer > form { flex: 1; display: flex; gap: 6px; }
.telegram input[name="text"] {
  flex: 1; min-width: 0; padding: 9px 12px; border: 1px solid var(--line); border-radius: 20px;
  background: transparent; color: inherit; font: inherit;
}
.telegram .more input[name="text"] { padding: 4px 8px; width: 130px; }
.telegram .send, .telegram .menu summary, .telegram .start button {
  border: 0; border-radius: 20px; background: var(--fill); color: #ffffff; font: inherit; cursor: pointer;
}
.telegram .send { width: 40px; height: 40px; flex: none; }
.telegram .photo { border: 1px solid var(--line); border-radius: 20px; padding: 8px 12px; background: transparent;
  color: inherit; font: inherit; cursor: pointer; }
.telegram .menu summary { padding: 8px 14px; list-style: none; font-weight: 500; }
.telegram .menu summary::-webkit-details-marker { display: none; }
.telegram .menu ul {
  position: absolute; left: 0; right: 0; bottom: 100%; margin: 0; padding: 6px 0; list-style: none; max-height: 320px;
  overflow-y: auto; background: var(--paper); border-top: 1px solid var(--line); z-index: 1;
}
.telegram .menu li button {
  width: 100%; padding: 9px 14px; border: 0; background: none; color: inherit; font: inherit; text-align: left;
  cursor: pointer;
}
.telegram .menu li button:hover { background: rgba(51, 144, 236, .1); }
.telegram .start { background: var(--paper); padding: 8px; }
.telegram .start button { width: 100%; padding: 12px; font-weight: 600; }
@media (prefers-color-scheme: dark) {
  .telegram {
    --paper: #212121; --ink: #f5f5f5; --soft: #aaaaaa; --wall: #0f1410; --own: #2f4f36; --accent: #a99bf2;
    --fill: #6f5bd6;
    --key: rgba(86, 98, 88, .7); --line: rgba(255, 255, 255, .1); --shade: rgba(0, 0, 0, .4);
  }
}
`
