/** Waits for the next event of a stream that contains a text. */
export function listenTo(answer: Response): (text: string) => Promise<string> {
  const events = eventsOf(answer)
  return async (text) => {
    for (;;) {
      const { value } = await events.next()
      if (value === undefined) throw new Error(`the stream ended before '${text}'`)
      if (value.includes(text)) return value
    }
  }
}

async function* eventsOf(answer: Response): AsyncGenerator<string, undefined> {
  let rest = ''
  for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const events = `${rest}${part}`.split('\n\n')
    rest = events.pop() ?? ''
    yield* events
  }
}
