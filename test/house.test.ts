import { globSync, readFileSync } from 'node:fs'
import { basename, dirname, posix } from 'node:path'
import { createSourceFile, forEachChild, isRegularExpressionLiteral, type Node, ScriptTarget } from 'typescript'
import { expect, test } from 'vitest'

const files = globSync('{src,bots,jobs,entities}/**/*.ts')
const textOf = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]))
const pipelines = globSync('src/*/pipeline.ts').map((file) => basename(dirname(file)))

function importsOf(file: string): string[] {
  const found = (textOf.get(file) ?? '').matchAll(
    /^(?:import|export)\s[^;'"]*?from\s+'([#.][^']+)'|\bimport\('([#.][^']+)'\)/gm,
  )
  return [...found].map(([, from, lazy]) => from ?? lazy ?? '').map((target) => pathOf(file, target))
}

function pathOf(file: string, target: string): string {
  return target.startsWith('#') ? target.slice(1) : posix.normalize(posix.join(posix.dirname(file), target))
}

test('no file leads back to itself: what two files share stands in a third', () => {
  const left = new Map(files.map((file) => [file, new Set(staticOf(file))]))
  for (let before = -1; before !== left.size; ) {
    before = left.size
    for (const [file, targets] of left) if (![...targets].some((target) => left.has(target))) left.delete(file)
  }
  // What only leads into a circle is in none.
  for (let before = -1; before !== left.size; ) {
    before = left.size
    const led = new Set([...left.values()].flatMap((targets) => [...targets]))
    for (const file of left.keys()) if (!led.has(file)) left.delete(file)
  }
  expect([...left.keys()]).toEqual([])
})

/** A file that is loaded when it is needed is led to by nobody. */
function staticOf(file: string): string[] {
  const found = (textOf.get(file) ?? '').matchAll(/^(?:import|export)\s[^;'"]*?from\s+'([#.][^']+)'/gm)
  return [...found].map(([, target = '']) => pathOf(file, target))
}

/** Where a pipeline may be named beside its own rooms: the lists, the settings, and the stage it is played on. */
const LISTS = [
  ...['src/pipelines.ts', 'src/readers.ts', 'jobs/index.ts', 'entities/index.ts', 'src/config.ts', 'src/vendors.ts'],
]
const isOwn = (file: string, name: string) =>
  file.startsWith(`src/${name}/`) || file.startsWith(`entities/${name}/`) || file === `jobs/${name}.ts`
const mayName = (file: string) =>
  LISTS.includes(file) || file.startsWith('src/world/') || file.startsWith('entities/migrations/')

test.each(pipelines)('outside its own rooms and the lists nothing knows %s by name', (name) => {
  const words = wordsOf(name)
  const quoted = new RegExp(`['"\`](?:/?(?:${words.join('|')})|${name}\\.[a-z-]+)(?=['"\`/?])`, 'g')
  const tables = new RegExp(`\\b(?:from|join|into|update) "?(?:${words.join('|')})"?\\b`, 'g')
  const told = files
    .filter((file) => !isOwn(file, name) && !mayName(file))
    .flatMap((file) => {
      const code = withoutComments(textOf.get(file) ?? '')
      const found = [...code.matchAll(quoted), ...code.matchAll(tables)].map(([text]) => text)
      const rooms = [`src/${name}/`, `entities/${name}/`, `jobs/${name}.ts`]
      const led = importsOf(file).filter((target) => rooms.some((room) => target.startsWith(room)))
      return [...found, ...led].map((text) => `${file}: ${text}`)
    })
  expect(told).toEqual([])
})

/** A pipeline's name, the names of its kinds and its tables. */
function wordsOf(name: string): string[] {
  const tables = globSync(`entities/${name}/*.ts`).flatMap((file) => match(file, /tableName: '(\w+)'/))
  const kinds = files.filter((file) => file.startsWith(`src/${name}/`)).flatMap((file) => match(file, KIND))
  return [...new Set([name, ...tables, ...kinds])]
}
const KIND = /defineKind<\w+>\(\{\s+name: '(\w+)'/g

function match(file: string, form: RegExp): string[] {
  const text = textOf.get(file) ?? ''
  return [...text.matchAll(new RegExp(form.source, 'g'))].map(([, word = '']) => word)
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

test('a shared file of tests has no hooks of its own: in one worker they are only those of the file that loads it first', () => {
  const shared = globSync('test/**/*.ts').filter((file) => !file.endsWith('.test.ts'))
  const hooks = shared.flatMap((file) => /^(?:before|after)(?:All|Each)\(.*$/m.exec(readFileSync(file, 'utf8')) ?? [])
  expect(hooks).toEqual([])
})

test('every entity is in the list of the ORM: one that is not fails at its first use, in front of a person', () => {
  const entities = files.filter((file) => /\bdefineEntity\(/.test(textOf.get(file) ?? ''))
  const listed = new Set(importsOf('entities/index.ts'))
  expect(entities.length).toBeGreaterThan(40)
  expect(entities.filter((file) => !listed.has(file))).toEqual([])
})

test('main.ts is at most 120 lines', () => {
  expect((textOf.get('src/main.ts') ?? '').split('\n').length).toBeLessThanOrEqual(121)
})

// Migrations are a list that is only added to: they have no rooms.
test('a folder of more than 20 files has rooms of its own', () => {
  const grouped = files.filter((file) => dirname(file) !== 'entities/migrations')
  const folders = Map.groupBy(grouped, dirname)
  const large = [...folders].filter(([, within]) => within.length > 20).map(([folder]) => folder)
  expect(large).toEqual([])
})

const readers = files.filter((file) => /\/(?:reading|address)\/|\/read-[\w-]+\.ts$/.test(file))

test('no line of a reader is longer than 120 characters, no pattern longer than 100: words stand in a lexicon', () => {
  const long = readers.flatMap((file) => linesOf(file).filter((line) => line.length > 120))
  const patterns = files.flatMap((file) => patternsOf(file).filter((pattern) => pattern.length > 100))
  expect([...long, ...patterns]).toEqual([])
})

function linesOf(file: string): string[] {
  return (textOf.get(file) ?? '').split('\n')
}

function patternsOf(file: string): string[] {
  const source = createSourceFile(file, textOf.get(file) ?? '', ScriptTarget.Latest)
  const found: string[] = []
  const look = (node: Node): void => {
    if (isRegularExpressionLiteral(node)) found.push(node.text)
    forEachChild(node, look)
  }
  look(source)
  return found
}
