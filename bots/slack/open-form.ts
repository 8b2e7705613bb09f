import type { WebClient } from '@slack/web-api'
import type { Form } from '#src/cards/form.ts'
import { Refusal } from '#src/errors.ts'
import { type ModalMemory, renderModal } from './modal.ts'
import { isTooLateToOpen } from './refusal.ts'

/** Opens a form for whoever pressed or typed; Slack lets that happen for three seconds. */
export async function openForm(
  client: WebClient,
  triggerId: string,
  form: Form,
  memory: ModalMemory,
  again: 'press' | 'type it' = 'press',
): Promise<void> {
  try {
    await client.views.open({ trigger_id: triggerId, view: renderModal(form, memory) })
  } catch (error) {
    if (isTooLateToOpen(error)) throw new Refusal(`That took too long, ${again} again.`, null, { cause: error })
    throw error
  }
}
