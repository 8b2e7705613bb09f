/** How long to wait after so many failures in a row: `first`, and twice as long each time, up to `longest`. */
export function backOff(failures: number, first: number, longest: number): number {
  return Math.min(longest, first * 2 ** (failures - 1))
}
