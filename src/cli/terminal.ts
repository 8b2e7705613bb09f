import type { Terminal } from '#src/pipeline.ts'
import { writeOut } from './write-out.ts'

/** What the commands of the pipelines may use. The app is loaded when one runs. */
export const terminal: Terminal = {
  operator: { personId: null, name: 'the command line', via: 'cli' },
  async withApp(work) {
    const { withApp } = await import('./open-app.ts')
    return withApp(work)
  },
  write: writeOut,
}
