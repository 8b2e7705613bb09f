import { any, many, opt, seq, word } from '#src/reading/match.ts'

const modal = word('can', 'could', 'may', 'will', 'would')
const polite = opt(many(word('please', 'pls', 'plz', 'kindly')))
const take = word(...'get have order grab claim buy take reserve save hold do'.split(' '))
const give = word(...'get give send put set pack add reserve save hold do'.split(' '))
const forWhom = opt(many(word('me', 'us', 'aside', 'down', 'for')))

/** "Can I get", "could you please put me down for": an order in the form of a question. */
export const request = any(
  seq(modal, word('i', 'we'), polite, take, forWhom),
  seq(modal, word('you', 'u'), polite, give, forWhom),
)
