import type { Order } from '#entities/orders/order.ts'
import type { Delivery, NewDelivery } from '#entities/outbox/delivery.ts'
import type { App } from '#src/app.ts'
import { writeRef } from '#src/cards/ref.ts'
import { OutsideError } from '#src/errors.ts'
import { accountOf } from '#src/instagram/account.ts'
import { callInstagram } from '#src/instagram/call-instagram.ts'
import { BudgetSpent } from '#src/limits/budget.ts'
import type { Sender, Senders } from '#src/outbox/senders.ts'
import { orderKind, roundupKind } from '../kinds.ts'
import type { RoundupView } from './roundup-view.ts'

type Answer = { commentId: string; accountId: string; text: string }

/** One answer under one comment, with the writer's name before it: so Instagram tells them. */
export function answerDelivery(view: RoundupView, order: Order, text: string): NewDelivery {
  const payload: Answer = {
    commentId: order.commentId,
    accountId: view.sale.igAccountId,
    text: `@${order.username} ${text}`,
  }
  return {
    key: `roundup:${writeRef(roundupKind, view)}:${writeRef(orderKind, order)}`,
    kind: 'orders.answer-comment',
    channel: 'instagram',
    recipient: `@${order.username}`,
    zone: 'UTC',
    payload,
    subject: roundupKind.name,
    subjectId: view.id,
  }
}

/** Instagram has no keys for repeats: in doubt the comment's answers are looked through for ours. */
export function createCommentSender(app: App): Senders {
  if (!app.instagram) return {}
  const sender: Sender = {
    vendor: 'instagram',
    name: 'Instagram',
    noun: 'answer',
    async send(delivery) {
      const { commentId, text } = answerOf(delivery)
      const { id } = await ask(app, delivery, (instagram, account) => instagram.reply(account, commentId, text))
      return { commentId: id }
    },
    async settle(delivery) {
      const { commentId, text } = answerOf(delivery)
      const { items } = await ask(app, delivery, (instagram, account) => instagram.replies(account, commentId))
      const ours = items.find((reply) => reply.text === text)
      return ours ? { commentId: ours.id } : null
    },
  }
  return { instagram: sender }
}

function answerOf({ payload }: Delivery): Answer {
  return payload as Answer
}

type Instagram = NonNullable<App['instagram']>
type Account = Awaited<ReturnType<typeof accountOf>>

async function ask<T extends object>(
  app: App,
  delivery: Delivery,
  call: (instagram: Instagram, account: Account) => Promise<T>,
): Promise<T> {
  const account = await accountOf(app, answerOf(delivery).accountId)
  try {
    return await callInstagram(app, account, 'answers', (instagram) => call(instagram, account))
  } catch (error) {
    if (error instanceof BudgetSpent)
      throw new OutsideError('instagram', error.message, { retry: 'later', status: 429 })
    throw error
  }
}
