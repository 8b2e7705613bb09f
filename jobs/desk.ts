import type { Bots } from '#bots/deliver.ts'
import { commands } from '#src/desk/commands/commands.ts'
import { SET_MENUS, setMenus } from '#src/desk/commands/menus.ts'
import { REMIND, remindPeople } from '#src/desk/remind/remind.ts'
import { DIGEST, tellDigests } from '#src/desk/told/digest.ts'
import { defineStep, type Step } from './job.ts'

const pipeline = 'operations'

/** What keeps people's attention: reminders, the word of the morning, the menus of commands. */
export function createDeskSteps({ telegram }: Bots): Step[] {
  const setMenu = telegram?.setMenu
  return [
    defineStep({ name: REMIND, what: 'Reminding people of cards', every: '10 minutes', pipeline, run: remindPeople }),
    defineStep({ name: DIGEST, what: 'Writing the morning digest', every: '5 minutes', pipeline, run: tellDigests }),
    defineStep({
      name: SET_MENUS,
      what: 'Setting the menus of the bot',
      every: '1 hour',
      pipeline,
      run: async (app) => (setMenu ? setMenus(app, commands(), setMenu) : 0),
    }),
  ]
}
