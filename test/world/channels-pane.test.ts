import { expect, test } from 'vitest'
import { renderChannels } from '#src/world/channels/pane.ts'

test('a conversation with a lead stands in the order it was said, whoever said it', async () => {
  const at = (minute: number) => `2026-03-02T18:0${minute}:00Z`
  const act = (minute: number, content: string) => ({
    ...{ id: `a${minute}`, at: at(minute), activity: 'message', account: 'ada', lead: 'tilly', content },
    ...{ status: 'done' as const, ref: null, code: null },
  })
  const view = {
    ...{ name: 'instagram', refuses: {}, perMinute: null, received: [act(1, 'New colours?'), act(3, 'From $12.')] },
    written: [{ id: 'w', at: at(2), from: 'tilly', text: 'What does it cost?', told: true }],
  }
  const page = String(await renderChannels([{ title: 'Instagram', view }], 'UTC'))
  expect(page.match(/New colours\?|What does it cost\?|From \$12\./g)).toEqual([
    ...['New colours?', 'What does it cost?', 'From $12.'],
  ])
})
