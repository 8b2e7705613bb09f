const BOX = new RegExp(
  [
    String.raw`^\s*(?:[-*\u2022]\s+)?`,
    String.raw`(?:\[([ xX\u2713\u2714_-]?)\]|([\u2610-\u2612\u2713\u2714\u2705]))\s+(?=\S)`,
  ].join(''),
)
const HINT = /\s?\(h{1,2}:mm[^()]{0,30}\)/gi

/** "[x] Violin" was ticked; "[ ] Viola" was not, and says nothing. Nor does "(HH:MM AM/PM)" behind a question. */
export function withBoxes(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const bare = line.replace(HINT, '')
    const [box, sign, mark] = BOX.exec(bare) ?? []
    if (box === undefined) return [bare]
    const isTicked = mark === undefined ? /[^ _-]/.test(sign ?? '') : mark !== '\u2610'
    return isTicked ? [bare.slice(box.length)] : []
  })
}
