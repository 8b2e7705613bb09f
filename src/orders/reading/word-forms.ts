const PREFIXES = ['وال', 'بال', 'ال', 'و', 'ب', 'ו', 'ה', 'ב', 'ל']

const ENDINGS = ["'s", 's', 'es', 'e', 'en', 'er', 'em', 'ne', 'z', 'ish', 'y']

/** The word, then the word without what plural, gender, article and case add to it. */
export function formsOf(words: string): string[] {
  const latin = /^[a-zß ]+$/.test(words)
  const bare = latin ? [] : [...withoutPrefixes(words), ...withoutParticles(words)]
  const forms = latin && words.length > 3 ? [...withoutEndings(words), ...withoutRepeats(words)] : []
  return [...new Set([words, ...[...bare, ...forms].filter((form) => form.length > 2)])]
}

/** Arabic and Hebrew write "and", "the" and "in" on to the word. */
function withoutPrefixes(words: string): string[] {
  return PREFIXES.filter((prefix) => words.startsWith(prefix)).map((prefix) => words.slice(prefix.length))
}

/** Korean writes its particles on to the word. */
function withoutParticles(words: string): string[] {
  if (!/[\uac00-\ud7af]/.test(words)) return []
  return Array.from({ length: Math.min(3, words.length - 2) }, (_, n) => words.slice(0, -(n + 1)))
}

function withoutEndings(words: string): string[] {
  const cut = ENDINGS.filter(
    (ending) => words.endsWith(ending) && words.length - ending.length > (ending === 's' ? 2 : 3),
  )
  const stem = words.replace(/s$/, '')
  return [
    ...cut.map((ending) => words.slice(0, -ending.length)),
    ...(/[aei]$/.test(stem) ? [`${stem.slice(0, -1)}o`] : []),
  ]
}

/** "reeed", "blackk". */
function withoutRepeats(words: string): string[] {
  if (/(.)\1{2,}/.test(words)) return [words.replace(/(.)\1{2,}/g, '$1'), words.replace(/(.)\1{2,}/g, '$1$1')]
  return words.length > 4 ? [words.replace(/(.)\1/g, '$1')] : []
}
