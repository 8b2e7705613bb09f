import { type Served, serve } from '../vendor/serve.ts'
import type { Fault } from '../vendor/stand-in.ts'
import { ApiRefusal, tooManyRequests, writeRefusal } from './refusal.ts'

/** The Bot API on loopback, through whatever fault is set. */
export function serveTelegram(
  port: number,
  fault: () => Fault | null,
  answer: (request: Request) => Promise<Response>,
): Promise<Served> {
  return serve({
    port,
    answer,
    fault,
    hasLongCalls: true,
    refuse(met) {
      if (met.kind === 'rate-limited') return writeRefusal(tooManyRequests(met.retryAfterS))
      const status = met.kind === 'error' ? met.status : 500
      return writeRefusal(new ApiRefusal(status, sentences[status] ?? 'Error'))
    },
  })
}

const sentences: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}
