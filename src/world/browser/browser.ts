import { Refusal } from '#src/errors.ts'

/** What the subscriber's browser shows: one of our own pages. */
export type BrowserView = { address: string; page: string }

export type BrowserStandIn = {
  view(): BrowserView
  act: {
    /** Opens an address of ours. */
    open(address: string): Promise<void>
    /** Fills in our sign-up page. */
    signUp(form: Record<string, string>): Promise<void>
    /** Sends a form of the page that is shown. */
    send(form: Record<string, string>): Promise<void>
  }
  connect(publicUrl: string): void
  onChange(listener: () => void): void
  reset(): void
}

/**
 * A browser that knows only the product's own public pages: a subscriber signs up and presses the links of mails in it.
 */
export function createBrowserStandIn(): BrowserStandIn {
  const listeners: (() => void)[] = []
  let home = ''
  let shown: BrowserView = { address: '', page: '' }
  const show = async (address: string, init: RequestInit = {}) => {
    if (home === '' || !address.startsWith(`${home}/`)) throw new Refusal('This browser opens only our own pages.')
    const answer = await fetch(address, init)
    shown = { address, page: mainOf(await answer.text()) }
    for (const tell of listeners) tell()
  }
  return {
    view: () => shown,
    act: {
      open: (address) => show(address),
      signUp: (form) => show(`${home}/track`, { method: 'POST', body: new URLSearchParams(form) }),
      async send({ to, ...form }) {
        await show(new URL(to || shown.address, shown.address || home).href, {
          method: 'POST',
          body: new URLSearchParams(form),
        })
      },
    },
    connect(publicUrl) {
      home = publicUrl
    },
    onChange: (listener) => void listeners.push(listener),
    reset() {
      shown = { address: '', page: '' }
      for (const tell of listeners) tell()
    },
  }
}

/** What stands in `main` of a page of ours; it has no scripts. */
function mainOf(page: string): string {
  return /<main[^>]*>([\s\S]*)<\/main>/.exec(page)?.[1] ?? page
}
