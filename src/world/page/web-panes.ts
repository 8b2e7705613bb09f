import { linksOf, renderBrowserPane } from '../browser/pane.ts'
import { renderShopPane } from '../shop/pane.ts'
import { renderStripePane } from '../stripe/pane.ts'
import type { Pane } from './pane.ts'

export const stripe: Pane = {
  name: 'stripe',
  title: 'Pay page · the customer',
  render: ({ world }) => renderStripePane(world.stripe.view()),
  watch: (world, tell) => world.stripe.onChange(tell),
}

export const shop: Pane = {
  name: 'shop',
  title: 'The shop · its owner',
  render: ({ world }) => renderShopPane(world.shop.view()),
  watch: (world, tell) => world.shop.onChange(tell),
}

export const browser: Pane = {
  name: 'browser',
  title: 'Web browser · Nia, a subscriber',
  render: (glance) => {
    const { world, roles } = glance
    const { browser: page, google, shop: goods } = world
    return renderBrowserPane(page.view(), linksOf(google, roles.mail), `${goods.url}/p/blue-denim-jacket?variant=M`)
  },
  watch: (world, tell) => {
    world.browser.onChange(tell)
    world.google.onChange(tell)
  },
}
