import { z } from 'zod'

import { type ApiRoute, defineRoute } from '#src/web/route.ts'
import { addSale } from './sales/add-sale.ts'
import { saleShape } from './shapes.ts'
import { writeSale } from './write.ts'

/** What programs can do besides looking at orders and sales and pressing their verbs. */
export const orderRoutes: ApiRoute[] = [
  defineRoute({
    method: 'post',
    path: '/sales',
    summary: 'Adds a sale post; what is read of it waits for a person',
    roles: ['admin', 'seller'],
    body: z.strictObject({ url: z.string().trim().min(1).max(500).describe('The post, or its short code') }),
    answer: z.strictObject({ sale: saleShape }),
    status: 201,
    async run({ app, caller: { member, by }, body: { url } }) {
      const storeId = member.role === 'admin' ? null : member.storeId
      const actor = { personId: member.id, name: member.name, via: by.via }
      return { sale: writeSale(await addSale(app, { url, by: actor, storeId })) }
    },
  }),
]
