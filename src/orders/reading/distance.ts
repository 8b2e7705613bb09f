/** Edits between two words (insert, delete, replace, swap of neighbours), or `most + 1` when it is more. */
export function countEdits(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const next = [row]
    for (let column = 1; column <= b.length; column++) next.push(cell(a, b, row, column, next, last, before))
    if (Math.min(...next) > most) return most + 1
    before = last
    last = next
  }
  return Math.min(last[b.length] ?? most + 1, most + 1)
}

function cell(a: string, b: string, row: number, column: number, next: number[], last: number[], before: number[]) {
  const here = a.charAt(row - 1)
  const there = b.charAt(column - 1)
  const replaced = (last[column - 1] ?? 0) + (here === there ? 0 : 1)
  const best = Math.min((next[column - 1] ?? 0) + 1, (last[column] ?? 0) + 1, replaced)
  const swapped = row > 1 && column > 1 && here === b.charAt(column - 2) && a.charAt(row - 2) === there
  return swapped ? Math.min(best, (before[column - 2] ?? 0) + 1) : best
}
