import type { Mail } from '#src/integrations/mail.ts'
import type { MailPayload } from './gmail-sender.ts'
import type { Sender } from './types.ts'

/** SMTP and SES cannot be asked what they took: a doubt goes to a person. */
export function createMailSender(mail: Mail): Sender {
  return {
    vendor: 'mail',
    name: 'The mail server',
    noun: 'mail',
    async send({ id, recipient, payload }) {
      const { subject, text, html, headers } = payload as MailPayload
      const { messageId } = await mail.send({
        to: recipient,
        subject,
        text,
        ...(html && { html }),
        ...(headers && { headers }),
        messageId: `<${id}@deskhand>`,
      })
      return { messageId }
    },
    settle: async () => 'unknown',
  }
}
