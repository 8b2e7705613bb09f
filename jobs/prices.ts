import { lookAtProducts } from '#src/prices/looks/look.ts'
import * as names from '#src/prices/steps.ts'
import { defineStep, type Step } from './job.ts'

const pipeline = 'prices'

/** Product pages -> prices -> alerts. */
export function createPriceSteps(): Step[] {
  return [defineStep({ name: names.LOOK, every: '1 minute', pipeline, run: lookAtProducts })]
}
