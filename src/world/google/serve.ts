import { answerRefusal, refusalFor } from '#src/world/google/refusal.ts'
import { type Served, serve } from '#src/world/vendor/serve.ts'
import type { Fault } from '#src/world/vendor/stand-in.ts'

/** Google on loopback. The token endpoint is another machine at Google's and fails only when everything is down. */
export function serveGoogle(options: {
  port: number
  fetch: (request: Request) => Promise<Response>
  fault: () => Fault | null
}): Promise<Served> {
  return serve({
    port: options.port,
    answer: options.fetch,
    fault(path) {
      const fault = options.fault()
      return fault?.kind === 'down' || isApi(path) ? fault : null
    },
    refuse: (fault) =>
      answerRefusal(fault.kind === 'error' ? refusalFor(fault.status) : refusalFor(429, retryAfterOf(fault))),
  })
}

function retryAfterOf(fault: Fault): number {
  return fault.kind === 'rate-limited' ? fault.retryAfterS : 0
}

function isApi(path: string): boolean {
  return ['/gmail/', '/calendar/', '/v1:'].some((start) => path.startsWith(start))
}
