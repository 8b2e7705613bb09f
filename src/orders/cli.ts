import type { Command } from 'commander'
import type { Terminal } from '#src/pipeline.ts'

/** `deskhand sale add` */
export function addOrderCommands(program: Command, { operator, withApp, write }: Terminal): void {
  program
    .command('sale')
    .description('posts that sell')
    .command('add <url>')
    .description('make a post a sale: its card asks whether the offer was read right')
    .action(async (url: string) => {
      const { addSale } = await import('./sales/add-sale.ts')
      const { saleKind } = await import('./kinds.ts')
      const { writeRef } = await import('#src/cards/ref.ts')
      const sale = await withApp((app) => addSale(app, { url, by: operator }))
      await write(`${writeRef(saleKind, sale)}: the post is being read.\n`)
    })
}
