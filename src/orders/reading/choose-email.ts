import { loadLexicon } from '#src/reading/lexicon.ts'
import { tokenise } from '#src/reading/tokens.ts'
import type { EmailFound } from './find-emails.ts'
import type { Prepared } from './prepare.ts'

const leads = loadLexicon('email-leads')
const MOST_BEFORE = 40

/** The address to write to: the one the writer points to, else the first that they do not warn of. */
export function chooseEmail({ text, emails }: Pick<Prepared, 'text' | 'emails'>): EmailFound | null {
  const usable = emails.filter(({ flaw }) => flaw !== 'broken')
  const ranked = usable.map((email) => ({ email, rank: usable.length > 1 ? rankOf(text.text, email) : 0 }))
  return (
    ranked.reduce<(typeof ranked)[number] | null>((best, one) => (!best || one.rank > best.rank ? one : best), null)
      ?.email ?? null
  )
}

/** What the words right beside it say: "use", "new", "not", "old"; behind it "is dead". */
function rankOf(text: string, { start, end, flaw }: EmailFound): number {
  const before = text.slice(Math.max(0, start - MOST_BEFORE), start)
  const tokens = tokenise(before.slice(before.lastIndexOf(';') + 1))
  const said = tokens.flatMap((_, at) => leads.at(tokens, at)?.value.meaning ?? [])
  const rank = said.at(-1) === 'not' || said.includes('not') ? -1 : said.includes('use') ? 1 : 0
  const behind = tokenise(/^[^;,.!?\n()]{0,24}/.exec(text.slice(end))?.[0] ?? '')
  const isGone = leads.at(behind, 0)?.value.meaning === 'gone'
  return rank - (flaw === null ? 0 : 0.5) - (isGone ? 2 : 0)
}
