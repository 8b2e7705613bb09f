import type { Command } from '#src/cards/command.ts'
import { connectCommands } from './connect/commands.ts'
import { draftCommands } from './drafts/commands.ts'
import { productsCommand } from './products/commands.ts'
import { rivalCommand } from './rivals/set-rival.ts'
import { scanCommands } from './scan/commands.ts'
import { categoriesCommand } from './stores/categories-command.ts'
import { autoApproveCommand, statsCommand } from './stores/commands.ts'

/** What one can type about the catalogue. */
export const catalogCommands: Command[] = [
  ...connectCommands,
  ...scanCommands,
  ...draftCommands,
  productsCommand,
  rivalCommand,
  autoApproveCommand,
  categoriesCommand,
  statsCommand,
]
