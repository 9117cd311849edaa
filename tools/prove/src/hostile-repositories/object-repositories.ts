import { mkdir, readdir, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { GitRepository } from '@groundplan/testing'
import { plainModule, type HostileRepository, type HostileSetting } from './hostile-repository.ts'
import { commitTree, fastImport, writeBlob, writeTree, type HostileEntry } from './write-objects.ts'

/** Repositories whose objects and refs are hostile: too many, too large, misnamed, missing or damaged. */
export const objectRepositories: readonly HostileRepository[] = [
  { name: 'objects/tree-bomb', create: ({ directory }) => nestTrees(directory, { width: 10, depth: 10 }) },
  {
    name: 'objects/wide-tree',
    create: ({ directory, random }) => fillTree(directory, 100_000 + random.below(50_000)),
  },
  { name: 'objects/deep-tree', create: ({ directory }) => nestTrees(directory, { width: 1, depth: 2_000 }) },
  { name: 'objects/odd-names', create: ({ directory }) => nameOddly(directory) },
  { name: 'objects/symlinks', create: ({ directory }) => linkEverywhere(directory) },
  { name: 'objects/submodule', create: (given) => addSubmodule(given) },
  { name: 'objects/zero-bomb', create: ({ directory }) => addZeros(directory, 300_000_000) },
  {
    name: 'objects/many-modules',
    create: ({ directory, random }) => addModules(directory, 2_500 + random.below(1_000)),
  },
  { name: 'objects/many-files', create: ({ directory }) => addFiles(directory, 20_000) },
  { name: 'objects/many-refs', create: ({ directory }) => addRefs(directory, 20_000) },
  { name: 'objects/long-history', create: ({ directory }) => addHistory(directory, 20_000) },
  { name: 'objects/missing-tree', create: ({ directory }) => removeObject(directory, 'HEAD:m') },
  { name: 'objects/damaged-blob', create: ({ directory }) => damageObject(directory, 'HEAD:m/main.tf') },
  { name: 'objects/damaged-pack', create: ({ directory }) => damagePack(directory) },
  {
    name: 'objects/head-elsewhere',
    create: ({ directory }) => writeGitFile(directory, 'HEAD', 'ref: ../../../etc/passwd\n'),
  },
  { name: 'objects/endless-config', create: ({ directory }) => replaceBy(directory, 'config', '/dev/zero') },
  {
    name: 'objects/endless-ref',
    create: ({ directory }) => replaceBy(directory, 'refs/heads/main', '/dev/zero'),
  },
  { name: 'objects/pipe-as-head', create: ({ directory }) => replaceByPipe(directory, 'HEAD') },
  { name: 'objects/pipe-as-config', create: ({ directory }) => replaceByPipe(directory, 'config') },
  { name: 'objects/pipe-as-packed-refs', create: ({ directory }) => replaceByPipe(directory, 'packed-refs') },
  {
    name: 'objects/pipe-as-alternates',
    create: ({ directory }) => replaceByPipe(directory, 'objects/info/alternates'),
  },
  {
    name: 'objects/alternates-loop',
    create: ({ directory }) =>
      writeGitFile(directory, 'objects/info/alternates', `${directory}/.git/objects\n`),
  },
  {
    name: 'objects/grafts',
    create: ({ directory }) => writeGitFile(directory, 'info/grafts', 'not a graft\n'),
  },
]

async function createPlain(directory: string): Promise<GitRepository> {
  const repository = await GitRepository.create(directory)
  await repository.commit({ 'm/main.tf': plainModule })
  return repository
}

/** Trees that hold each other: `width` to the power of `depth` paths from `depth` objects. */
async function nestTrees(
  directory: string,
  { width, depth }: { width: number; depth: number },
): Promise<string> {
  await createPlain(directory)
  const id = await writeBlob(directory, plainModule)
  let entries: readonly HostileEntry[] = [{ mode: '100644', id, name: 'main.tf' }]
  for (let level = 0; level < depth; level += 1) {
    const tree = await writeTree(directory, entries)
    entries = Array.from({ length: width }, (_, index) => ({ mode: '040000', id: tree, name: `d${index}` }))
  }
  await commitTree(directory, await writeTree(directory, entries))
  return directory
}

async function fillTree(directory: string, count: number): Promise<string> {
  await createPlain(directory)
  const id = await writeBlob(directory, plainModule)
  const names = Array.from({ length: count }, (_, index) => `f${String(index).padStart(7, '0')}.txt`)
  const entries = names.map((name) => ({ mode: '100644', id, name }) as const)
  await commitTree(directory, await writeTree(directory, entries))
  return directory
}

/** Names that terminals, file systems, YAML, Markdown and git itself take for something else. */
async function nameOddly(directory: string): Promise<string> {
  await createPlain(directory)
  const id = await writeBlob(directory, plainModule)
  const module = await writeTree(directory, [{ mode: '100644', id, name: 'main.tf' }])
  const names: readonly (string | Uint8Array)[] = [
    ...[
      'new\nline',
      'tab\t',
      '\u001b[31mred',
      '\u202etxt.exe',
      '-rf',
      '--upload-pack=x',
      ' ',
      '...',
      'a:b',
      'a\\b',
    ],
    ...[
      '.GIT',
      '.git ',
      'git~1',
      'con',
      'nul.tf',
      '__proto__',
      'constructor',
      '*',
      '?',
      ':(top)',
      '@{u}',
      '"',
      "'",
      '`id`',
    ],
    ...['{{ .inputs.x }}', '%00', '<script>', '@everyone', '#1', 'x'.repeat(3_000), '\u00e9', 'e\u0301'],
    Buffer.from([0xff, 0xfe, 0x80]),
  ]
  const entries = names.map((name) => ({ mode: '040000', id: module, name }) as const)
  await commitTree(directory, await writeTree(directory, entries))
  return directory
}

async function linkEverywhere(directory: string): Promise<string> {
  const repository = await createPlain(directory)
  const targets = [
    '/etc/passwd',
    '/dev/zero',
    '/proc/self/environ',
    '../../../../etc/shadow',
    'main.tf',
    '.',
    '..',
  ]
  await mkdir(join(directory, 'links'))
  for (const [index, target] of targets.entries())
    await symlink(target, join(directory, `links/l${index}.tf`))
  await symlink('links', join(directory, 'again'))
  await symlink('/etc', join(directory, '.groundplan'))
  await repository.commit({ 'links/main.tf': plainModule })
  return directory
}

async function addSubmodule({ directory, canary }: HostileSetting): Promise<string> {
  await createPlain(directory)
  const settings = `[submodule "x"]\n\tpath = x\n\turl = ext::${canary}\n\tupdate = !${canary}\n`
  const entries = [
    { mode: '100644', id: await writeBlob(directory, settings), name: '.gitmodules' },
    { mode: '100644', id: await writeBlob(directory, plainModule), name: 'main.tf' },
    { mode: '160000', id: '1'.repeat(40), name: 'x' },
  ] as const
  await commitTree(directory, await writeTree(directory, entries))
  return directory
}

/** A small object that is large when it is read. */
async function addZeros(directory: string, bytes: number): Promise<string> {
  const repository = await createPlain(directory)
  await writeFile(join(directory, 'm/zero.tf'), '')
  await truncate(join(directory, 'm/zero.tf'), bytes)
  await writeFile(join(directory, 'README.md'), '')
  await truncate(join(directory, 'README.md'), bytes)
  await repository.commit({})
  return directory
}

/** A repository with that many modules, each of them the smallest there is. */
export async function addModules(directory: string, count: number): Promise<string> {
  await createPlain(directory)
  const files = Array.from(
    { length: count },
    (_, index) => `M 100644 inline modules/m${index}/main.tf\n${data(plainModule)}`,
  )
  await fastImport(directory, `${header('refs/heads/main', 0)}${files.join('')}`)
  return directory
}

async function addFiles(directory: string, count: number): Promise<string> {
  await createPlain(directory)
  const files = Array.from(
    { length: count },
    (_, index) => `M 100644 inline m/f${index}.tf\n${data(`variable "v${index}" {}\n`)}`,
  )
  await fastImport(directory, `${header('refs/heads/main', 0)}${files.join('')}`)
  return directory
}

async function addRefs(directory: string, count: number): Promise<string> {
  const repository = await createPlain(directory)
  const head = await repository.git('rev-parse', 'HEAD')
  const resets = Array.from({ length: count }, (_, index) =>
    ['heads/b', 'tags/v'].map((kind) => `reset refs/${kind}${index}\nfrom ${head}\n\n`).join(''),
  )
  await fastImport(directory, resets.join(''))
  return directory
}

/** Many commits on two lines that merge into each other again and again. */
async function addHistory(directory: string, count: number): Promise<string> {
  await createPlain(directory)
  const commits = Array.from({ length: count }, (_, index) => {
    const mark = index + 1
    const from = index === 0 ? '' : `from :${index}\n`
    const merge = index % 3 === 2 ? `merge :${index - 1}\n` : ''
    const file = `M 100644 inline m/main.tf\n${data(`${plainModule}# ${index}\n`)}`
    return `${header('refs/heads/main', mark)}${from}${merge}${file}`
  })
  await fastImport(directory, commits.join(''))
  return directory
}

function header(ref: string, mark: number): string {
  const name = mark === 0 ? '' : `mark :${mark}\n`
  return `commit ${ref}\n${name}committer M <m@example.com> ${1_750_000_000 + mark} +0000\n${data('change')}`
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}

async function objectPath(repository: GitRepository, name: string): Promise<string> {
  const id = await repository.git('rev-parse', name)
  return join(repository.directory, '.git/objects', id.slice(0, 2), id.slice(2))
}

async function removeObject(directory: string, name: string): Promise<string> {
  await rm(await objectPath(await createPlain(directory), name))
  return directory
}

async function damageObject(directory: string, name: string): Promise<string> {
  const path = await objectPath(await createPlain(directory), name)
  await rm(path)
  await writeFile(path, 'this was an object once')
  return directory
}

async function damagePack(directory: string): Promise<string> {
  const repository = await createPlain(directory)
  await repository.git('repack', '-a', '-d', '-q')
  const packs = join(directory, '.git/objects/pack')
  for (const name of (await readdir(packs)).filter((each) => each.endsWith('.pack'))) {
    await rm(join(packs, name))
    await writeFile(join(packs, name), 'PACK')
  }
  return directory
}

async function writeGitFile(directory: string, name: string, text: string): Promise<string> {
  await createPlain(directory)
  const path = join(directory, '.git', name)
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, text)
  return directory
}

async function replaceBy(directory: string, name: string, target: string): Promise<string> {
  await createPlain(directory)
  const path = join(directory, '.git', name)
  await rm(path, { force: true })
  await symlink(target, path)
  return directory
}

/** A named pipe that nobody writes to: who opens it waits for ever. */
async function replaceByPipe(directory: string, name: string): Promise<string> {
  await createPlain(directory)
  const path = join(directory, '.git', name)
  await mkdir(join(path, '..'), { recursive: true })
  await rm(path, { force: true })
  const { exitCode, stderr } = await runProgram('mkfifo', [path])
  if (exitCode !== 0) throw new Error(`mkfifo ended with ${exitCode}: ${stderr}`)
  return directory
}
