import { SCOPES } from '#src/integrations/meta/meta-login.ts'

/** What each permission is for, as a seller wants to hear it. */
export const WHY: Record<string, string> = {
  instagram_basic: 'see your posts, their captions and pictures',
  instagram_manage_comments: 'read the comments under them, where orders come in',
  pages_show_list: 'find the Facebook Page your Instagram account hangs on',
  pages_read_engagement: 'know which Instagram account that Page has',
  pages_manage_metadata: 'hear at once when something happens on your account',
  business_management: 'do all this where the Page belongs to a Business',
}

/** Without these nothing can be read; without the others something is missing. */
const NEEDED = new Set(['instagram_basic', 'pages_show_list', 'pages_read_engagement'])

export type Grant = { granted: string[] | null; missing: string[]; isEnough: boolean }

/** What was granted, read back. Null scopes: Meta does not tell, which is not the same as nothing. */
export function readGrant(scopes: string[] | null): Grant {
  if (scopes === null) return { granted: null, missing: [], isEnough: true }
  const missing = SCOPES.filter((scope) => !scopes.includes(scope))
  return { granted: scopes, missing, isEnough: !missing.some((scope) => NEEDED.has(scope)) }
}

/** `I may not: read the comments under them (instagram_manage_comments).` */
export function describeMissing(missing: string[]): string {
  return missing.map((scope) => `${WHY[scope] ?? scope} (${scope})`).join('; ')
}
