/** Whose a step or a kind of message is: both begin with the name of their pipeline. */
export function ownerOf(name: string): string {
  return name.slice(0, name.indexOf('.'))
}
