import { holdPort } from '#src/http/hold-port.ts'

/** Below those that the system hands to connections: nobody is given one between our look and our listening. */
const FIRST = 20_000
const COUNT = 12_000
/** Workers begin far apart, those of another run too. */
let next = process.pid * 97

/** A port for a process of a test, which no other test is given. */
export async function ownPort(): Promise<number> {
  for (;;) {
    const port = FIRST + (next++ % COUNT)
    const held = await holdPort(port, '127.0.0.1').catch(() => null)
    await held?.release()
    if (held) return port
  }
}
