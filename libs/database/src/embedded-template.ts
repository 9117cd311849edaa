/**
 * The files of a new embedded database, in one compressed file: to make them with `initdb`, as PGlite does, takes eight seconds of
 * processor time and 600 MB. `npm ci` makes the file (`build-template.ts`).
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, sep } from 'node:path'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { PGlite } from '@electric-sql/pglite'

const templateFile = join(import.meta.dirname, '../dist/embedded-template.zst')

/** The first line of the template, as JSON; the contents of the files follow, one after the other. */
interface TemplateHeader {
  /** Version of PGlite that made it: others may expect other system tables. */
  readonly pglite: string
  /** Each after the one that it is in. */
  readonly directories: readonly string[]
  /** With their sizes in bytes. */
  readonly files: readonly (readonly [path: string, size: number])[]
}

/** Writes the files of a new database into a directory that does not exist yet. False without a template for this version of PGlite. */
export function unpackTemplate(directory: string, pglite = installedVersion()): boolean {
  if (!existsSync(templateFile)) return false
  const bytes = zstdDecompressSync(readFileSync(templateFile))
  const { header, start } = readHeader(bytes)
  if (header.pglite !== pglite) return false
  mkdirSync(directory, { mode: 0o700 })
  for (const path of header.directories) mkdirSync(join(directory, path), { mode: 0o700 })
  let index = start
  for (const [path, size] of header.files) {
    writeFileSync(join(directory, path), bytes.subarray(index, index + size), { mode: 0o600 })
    index += size
  }
  return true
}

/** Makes the template with the installed PGlite, unless there is one. */
export async function buildTemplate(): Promise<void> {
  if (existsSync(templateFile) && isFor(installedVersion())) return
  const scratch = await mkdtemp(join(tmpdir(), 'groundplan-template-'))
  try {
    const directory = join(scratch, 'database')
    const database = await PGlite.create(directory)
    await database.close()
    const packed = packDirectory(directory)
    await mkdir(dirname(templateFile), { recursive: true })
    // Others may be reading it.
    const written = `${templateFile}.${process.pid}`
    await writeFile(written, packed)
    await rename(written, templateFile)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

function isFor(pglite: string): boolean {
  return readHeader(zstdDecompressSync(readFileSync(templateFile))).header.pglite === pglite
}

function packDirectory(directory: string): Uint8Array {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).map((entry) => ({
    path: join(entry.parentPath, entry.name)
      .slice(directory.length + 1)
      .split(sep)
      .join('/'),
    isDirectory: entry.isDirectory(),
  }))
  // The three databases of a new cluster have mostly the same files, which lie side by side like this.
  const paths = entries
    .filter(({ isDirectory }) => !isDirectory)
    .map(({ path }) => path)
    .toSorted((one, other) => compare(basename(one), basename(other)) || compare(one, other))
  const contents = paths.map((path) => readFileSync(join(directory, path)))
  const header: TemplateHeader = {
    pglite: installedVersion(),
    directories: entries.flatMap(({ path, isDirectory }) => (isDirectory ? [path] : [])).toSorted(compare),
    files: paths.map((path, index) => [path, contents[index]?.length ?? 0]),
  }
  const { ZSTD_c_compressionLevel, ZSTD_c_windowLog, ZSTD_c_enableLongDistanceMatching } = constants
  return zstdCompressSync(Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), ...contents]), {
    params: {
      [ZSTD_c_compressionLevel]: 19,
      [ZSTD_c_windowLog]: 25,
      [ZSTD_c_enableLongDistanceMatching]: 1,
    },
  })
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function readHeader(bytes: Buffer): { readonly header: TemplateHeader; readonly start: number } {
  const end = bytes.indexOf('\n')
  return { header: JSON.parse(bytes.toString('utf8', 0, end)) as TemplateHeader, start: end + 1 }
}

function installedVersion(): string {
  const file = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'))
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version
}
