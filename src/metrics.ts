import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { OutsideError } from '#src/errors.ts'

export const registry = new Registry()
const registers = [registry]
collectDefaultMetrics({ register: registry })

/** What this process counts as it happens. */
export const metrics = {
  requests: new Histogram({
    name: 'deskhand_http_request_seconds',
    help: 'Requests by what they were for, and their status',
    labelNames: ['area', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  }),
  presses: new Counter({
    name: 'deskhand_presses_total',
    help: 'Buttons pressed and verbs typed: done, refused (too late, wrong answers), forbidden or failed',
    labelNames: ['via', 'outcome'],
    registers,
  }),
  steps: new Histogram({
    name: 'deskhand_step_seconds',
    help: 'How long the steps run',
    labelNames: ['step', 'outcome'],
    buckets: [0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300],
    registers,
  }),
  vendorErrors: new Counter({
    name: 'deskhand_vendor_errors_total',
    help: 'Calls a vendor failed',
    labelNames: ['vendor', 'retry'],
    registers,
  }),
}

/** Counts an error when it is a vendor's; anything else is nobody's here. */
export function countVendorError(error: unknown): void {
  if (error instanceof OutsideError) metrics.vendorErrors.inc({ vendor: error.vendor, retry: error.retry })
}
