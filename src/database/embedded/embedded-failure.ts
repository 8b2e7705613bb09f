import { Refusal } from '#src/errors.ts'

const ADVICE: [RegExp, string][] = [
  [/effective user ID/, 'Give this user an entry in /etc/passwd: initdb wants its name.'],
  [
    /wrong ownership|"root" execution/,
    'Give the folder back to the user the server runs as (chown -R), or start as its owner.',
  ],
  [/permission denied|EACCES/i, 'The user the server runs as needs the right to reach that folder.'],
  [/EPERM|operation not permitted/i, 'Start as a normal user: this root may not change its user.'],
  [
    /not compatible with|incompatible with server/,
    'Install the Postgres version that wrote the data, or restore a backup.',
  ],
  [/no space left/i, 'Free some disk space and start again.'],
  [/shared librar|ENOENT|not found/, 'Run "npm ci" again, or install the postgresql package of this system.'],
  [/unrecognized configuration parameter|invalid value for parameter/, 'Correct the setting named above.'],
  [/lock file|shared memory block/, 'Another server still has this data: stop it, then start again.'],
]

/** What the server said, and what to do about it. */
export function explainFailure(what: string, said: string, data: string): Error {
  const advice = ADVICE.find(([pattern]) => pattern.test(said))?.[1] ?? 'The reason is in the lines above.'
  return new Refusal(`${what} (${data}):\n${said.trim()}\n${advice} Or set DATABASE_URL to a server of your own.`)
}
