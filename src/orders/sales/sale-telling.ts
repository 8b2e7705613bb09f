import type { Telling } from '#src/cards/subject.ts'
import type { SaleView } from './sale-view.ts'

/** The history of a sale. */
export const saleTelling: Telling<SaleView> = {
  steps: {
    find: ({ note }) => ['The post was found, and what it says was read.', note].filter(Boolean).join(' '),
    lose: ({ note }) => note ?? 'The post was not found.',
    gap: 'Comments may have been missed.',
  },
}
