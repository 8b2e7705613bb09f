import { stdin } from 'node:process'
import { createInterface } from 'node:readline'
import { Refusal } from '#src/errors.ts'
import { writeOut } from '../write-out.ts'

/** With the person at the terminal, line by line; a file or a pipe answers the same way. */
export type Conversation = {
  say(text: string): Promise<void>
  /** What was typed, without spaces at its ends. */
  ask(question: string): Promise<string>
  /** Enter is `usual`. */
  isYes(question: string, usual: boolean): Promise<boolean>
  close(): void
}

export function openConversation(): Conversation {
  const reading = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY })
  const lines = reading[Symbol.asyncIterator]()
  const ask = async (question: string): Promise<string> => {
    await writeOut(`${question} `)
    const { value, done } = await lines.next()
    if (done) throw new Refusal('\nNo more answers. What you answered is kept in .env: run init again to go on.')
    return value.trim()
  }
  return {
    say: (text) => writeOut(`${text}\n`),
    ask,
    async isYes(question, usual) {
      for (;;) {
        const answer = (await ask(`${question} ${usual ? '[Y/n]' : '[y/N]'}`)).toLowerCase()
        if (answer === '') return usual
        if (/^(y|yes|n|no)$/.test(answer)) return answer.startsWith('y')
        await writeOut('  Please type y or n.\n')
      }
    },
    close: () => reading.close(),
  }
}
