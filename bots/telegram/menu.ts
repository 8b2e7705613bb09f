import { type Api, GrammyError } from 'grammy'
import { clip } from '#src/cards/clip.ts'
import type { Menu } from '#src/desk/commands/menus.ts'

/** Telegram's limits on a menu. */
const MOST_COMMANDS = 100
const COMMAND_SHAPE = /^[a-z0-9_]{1,32}$/
const DESCRIPTION_LETTERS = 256

/** Sets the commands of one chat, or of all private chats. False: there is no such chat, or the bot is not in it. */
export async function setTelegramMenu(api: Api, { place, items }: Menu): Promise<boolean> {
  const scope =
    place === null ? { type: 'all_private_chats' as const } : { type: 'chat' as const, chat_id: Number(place) }
  const commands = items
    .filter(({ command }) => COMMAND_SHAPE.test(command))
    .slice(0, MOST_COMMANDS)
    .map(({ command, description }) => ({ command, description: clip(description, DESCRIPTION_LETTERS) }))
  try {
    await (commands.length > 0 ? api.setMyCommands(commands, { scope }) : api.deleteMyCommands({ scope }))
    return true
  } catch (error) {
    if (error instanceof GrammyError && [400, 403].includes(error.error_code)) return false
    throw error
  }
}
