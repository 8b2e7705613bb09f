/** `1 mail`, `3 mails`, `1,200 mails`; `many` where it is no plain plural: `2 tries`, `3 wait`. */
export function writeCount(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`
}
