/** Whoever reads one of our links can use it: what carries one is said to its person alone. */
export function isForOneAlone(text: string): boolean {
  return /\/a\/[\w-]{22}(?![\w-])/.test(text)
}
