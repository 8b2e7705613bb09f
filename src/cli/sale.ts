import type { Command } from 'commander'
import { writeOut } from './write-out.ts'

/** `deskhand sale add` */
export function addSaleCommands(program: Command): void {
  program
    .command('sale')
    .description('posts that sell')
    .command('add <url>')
    .description('make a post a sale: its card asks whether the offer was read right')
    .action(async (url: string) => {
      const { operator, withApp } = await import('./open-app.ts')
      const { addSale } = await import('#src/orders/add-sale.ts')
      const { saleKind } = await import('#src/orders/kinds.ts')
      const { writeRef } = await import('#src/cards/ref.ts')
      const sale = await withApp((app) => addSale(app, { url, by: operator }))
      await writeOut(`${writeRef(saleKind, sale)}: the post is being read.\n`)
    })
}
