import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeProductPage } from './product-page.ts'

/** A shop in a process of its own: pages that are as they were (304), but for those whose price falls. */
const version = new Map<string, number>()
let served = { pages: 0, unchanged: 0 }

const server = createServer((request, response) => {
  const path = request.url ?? ''
  if (path === '/robots.txt') return response.writeHead(404).end()
  const cents = version.get(path) ?? 5_900
  const etag = `"${cents}"`
  if (request.headers['if-none-match'] === etag) {
    served.unchanged += 1
    return response.writeHead(304, { etag }).end()
  }
  served.pages += 1
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', etag }).end(writeProductPage(path, cents))
})

type Wish = { fall: string[] } | 'count'

process.on('message', (wish: Wish) => {
  if (wish === 'count') {
    process.send?.(served)
    served = { pages: 0, unchanged: 0 }
    return
  }
  for (const path of wish.fall) version.set(path, 4_900)
  process.send?.('done')
})
process.once('disconnect', () => process.exit(0))
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
