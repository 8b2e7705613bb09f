/** Meta's ids are 17 digits: past what a JavaScript number holds. */
export function writeId(serial: number): string {
  return String(17_900_000_000_000_000n + BigInt(serial) * 137n)
}
