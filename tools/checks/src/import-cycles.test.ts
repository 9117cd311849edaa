import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { useTemporaryDirectories } from '@groundplan/testing'
import { beforeEach, describe, expect, it } from 'vitest'

const check = join(import.meta.dirname, 'import-cycles.ts')
const temporaryDirectory = useTemporaryDirectories()

describe('the check of import cycles', () => {
  let workspace: string

  beforeEach(async () => {
    workspace = await temporaryDirectory()
    await write('libs/scan/package.json', '{ "name": "@groundplan/scan" }')
    await write('libs/plan/package.json', '{ "name": "@groundplan/plan" }')
    await write('libs/plan/src/index.ts', `export { plan } from './steps/plan.ts'\n`)
    await write(
      'libs/plan/src/steps/plan.ts',
      `import type { Scan } from '@groundplan/scan'\nexport const plan = 1\n`,
    )
    await write('libs/scan/src/index.ts', `export type { Scan } from './scan.ts'\n`)
    await write('libs/scan/src/scan.ts', 'export interface Scan {}\n')
  })

  async function write(path: string, text: string): Promise<void> {
    const file = join(workspace, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }

  /** The exit code, and everything that it printed. */
  async function run() {
    const result = await runProgram(process.execPath, [check, workspace])
    return { exitCode: result.exitCode, printed: `${result.stdout.toString()}${result.stderr}` }
  }

  it('passes where there is none', async () => {
    expect(await run()).toEqual({ exitCode: 0, printed: 'imports: 4 files, no cycles between folders\n' })
  })

  it('fails on one between folders of a lib, though only types are imported', async () => {
    await write(
      'libs/plan/src/draft/draft.ts',
      `import { plan } from '../steps/plan.ts'\nexport type Draft = typeof plan\n`,
    )
    await write(
      'libs/plan/src/steps/apply.ts',
      `import type { Draft } from '../draft/draft.ts'\nexport type Applied = Draft\n`,
    )
    const { exitCode, printed } = await run()
    expect(exitCode).toBe(1)
    expect(printed).toContain('libs/plan/src: import cycle draft → steps → draft')
    expect(printed).toContain('libs/plan/src/draft/draft.ts → libs/plan/src/steps/plan.ts')
  })

  it('fails on one between libs', async () => {
    await write('libs/scan/src/scan.ts', `import '@groundplan/plan'\nexport interface Scan {}\n`)
    const { exitCode, printed } = await run()
    expect(exitCode).toBe(1)
    expect(printed).toMatch(/^libs: import cycle (?:scan → plan → scan|plan → scan → plan)$/m)
  })

  it('leaves tests alone', async () => {
    await write('libs/scan/src/scan.test.ts', `import '@groundplan/plan'\n`)
    expect((await run()).exitCode).toBe(0)
  })
})
