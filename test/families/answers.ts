/** Musicians' texts made of parts, with what they may be read as. */
export type AnswerMade = { text: string; allowed: string[] }

const yeses = [
  'Yes',
  'yes please',
  'Yep',
  'Sure',
  "I'm in",
  'Count me in',
  'I can do it',
  "I'm available",
  'Works for me',
]
const noes = [
  'No',
  'no thanks',
  'Nope',
  "can't make it",
  "I'm not available",
  "I'll pass",
  'busy that day',
  'No can do',
  'I wish I could',
  'would have loved to',
]
const nones = ['no to all', 'none of them', 'No to both', "can't do any of these", 'neither works']
const wraps: ((said: string) => string)[] = [
  (said) => said,
  (said) => `${said}!`,
  (said) => `${said} K7Q2`,
  (said) => `k7q2 ${said}`,
  (said) => `Hi Dane, ${said}`,
  (said) => `${said}, thanks 🙏`,
  (said) => `${said.toUpperCase()}.`,
]
/** Beside a yes they make it none. */
const conditions = `if you pay parking|unless it snows|but only until 4|only after 2|as long as my kid can come
  |maybe|I think|probably|depending on traffic|when is it?|how much is it|can I bring my own amp?|what time|for double
  |provided I get paid first|could we start later|at 3 instead|but not the 9th|unless something better comes up
  |let me check first|I guess|pending my wife|not sure though|hopefully|with my friend Ana|ask my agent|half the day
  |the second one|on Thursday|for the viola not the violin|and no|jk|just kidding|not|if I can|or maybe no|lol no
  |wait no|cancel that|I meant no|I said last week|is what I would say|I wish|would be a lie|any other day|anyway thanks
  |hope you find somebody|sorry for the delay, was told 300
  |but thanks for asking|was on the subway|next time|sadly|unfortunately|however|2pm|1|?|tomorrow|noted|you wish|whatever|fine print please`.split(
  '|',
)
const noBut = `wait yes|actually yes|yes|but yes to the other|unless you are stuck|if that helps|just kidding|jk|maybe
  |or yes|can you ask later|not sure|I think|can I get back to you?|?|until noon|before 5 I mean yes`.split('|')
const quotes = [
  'Liked “Custom Tracks: violin, Tue Feb 10. YES K7Q2 / NO K7Q2”',
  'Loved "Yes or no?"',
  'Reacted 👍 to “yes or no”',
  'You wrote: text YES K7Q2 / NO K7Q2',
  '"YES or NO"?',
  'ok',
  'OK!',
  'K',
  'kk',
  'Alright',
  'okay thanks',
  'fine',
  'noted, thanks',
  'No problem, thanks anyway',
  "I'll reply tomorrow",
  "I'll answer later",
  'Yes to K7Q2 and M4T3',
  'no worries',
  'Who is this',
  '10',
  'Y not',
]

/** Said beside an answer, they change nothing of it. */
const besideYes: typeof wraps = [
  (said) => `Good morning Dane, ${said}`,
  (said) => `Hey there Maya Berg! ${said}`,
  (said) => `${said}. Sorry for the slow reply, was on the subway`,
  (said) => `Sorry for the delay, I was in rehearsal. ${said}`,
]
const besideNo: typeof wraps = [
  (said) => `Dear Dane, ${said}`,
  (said) => `${said}, but thanks for asking`,
  (said) => `${said} but thank you so much`,
  (said) => `${said}, hope you find somebody`,
  (said) => `Sorry for the late reply, was at work. ${said}`,
]

export function answersMade(): AnswerMade[] {
  const plain = (said: string[], answer: string, more: typeof wraps) =>
    said.flatMap((one) => [...wraps, ...more].map((wrap) => ({ text: wrap(one), allowed: [answer] })))
  const troubled = (said: string[], more: string[]) =>
    said.flatMap((one) =>
      more.flatMap((trouble) =>
        [
          `${one} ${trouble.trim()}`,
          `${one}, ${trouble.trim()}`,
          `${trouble.trim()}, ${one}`,
          `${one}. ${trouble.trim()} K7Q2`,
        ].map((text) => ({ text, allowed: ['unclear', 'no'] })),
      ),
    )
  return [
    ...plain(yeses, 'yes', besideYes),
    ...plain(noes, 'no', besideNo),
    ...nones.map((text) => ({ text, allowed: ['none'] })),
    ...troubled(yeses, conditions),
    ...troubled(noes, noBut),
    ...quotes.map((text) => ({ text, allowed: ['unclear'] })),
  ]
}
