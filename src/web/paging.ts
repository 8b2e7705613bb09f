import { z } from 'zod'

/** How lists are asked for, and what every list says of itself. */
export const pagingShape = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export type Paging = z.infer<typeof pagingShape>
type Pagination = { total: number; page: number; limit: number; pages: number }

export function offsetOf({ page, limit }: Paging): { limit: number; offset: number } {
  return { limit, offset: (page - 1) * limit }
}

export function paginate(total: number, { page, limit }: Paging): Pagination {
  return { total, page, limit, pages: Math.ceil(total / limit) }
}
