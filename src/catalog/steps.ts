/** The steps of the catalogue. */
export const SCAN = 'catalog.scan'
export const EXTRACT = 'catalog.extract'
export const POLL = 'catalog.poll'
export const TAKE_NOTICES = 'catalog.take-notices'
export const FETCH_MEDIA = 'catalog.fetch-media'
export const EXPIRE = 'catalog.expire'
export const KEEP_TOKENS = 'catalog.keep-tokens'
export const WATCH_FIGURES = 'catalog.watch-figures'
