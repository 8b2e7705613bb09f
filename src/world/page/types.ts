/** The story that plays and whose phones the page shows: it stands in a cookie, so that a reload shows the same. */
export type Roles = {
  story: string
  slack: string
  telegram: number
  chat: number
  instagram: string
  mail: string
}
