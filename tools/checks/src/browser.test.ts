import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import { createContext, Script } from 'node:vm'
import { build } from 'vite'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../..')

interface Bundle {
  readonly code: string
  /** What of Node.js is left in it after everything that nobody uses is gone. */
  readonly imports: readonly string[]
}

/** The libs in one script for browsers, as the portal's build would take them. */
async function bundle(...libs: readonly string[]): Promise<Bundle> {
  const exported = libs.map((lib) => `export * as ${lib.replaceAll('-', '_')} from '@groundplan/${lib}'`)
  const entry = '\0entry'
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        enforce: 'pre',
        resolveId: (id) => (isBuiltin(id) ? { id, external: true } : id === 'entry' ? entry : undefined),
        load: (id) => (id === entry ? exported.join('\n') : undefined),
      },
    ],
    build: {
      write: false,
      minify: false,
      rollupOptions: {
        input: 'entry',
        // hcl2json asks for it where there is no clock; it is no module of Node.js.
        external: ['performance'],
        preserveEntrySignatures: 'strict',
        output: { format: 'iife', name: 'libs' },
      },
    },
  })
  const [output] = [result].flat()
  const chunk = output !== undefined && 'output' in output ? output.output[0] : undefined
  if (chunk === undefined) throw new Error('There is no bundle.')
  return { code: chunk.code, imports: chunk.imports }
}

/** Runs it with what browsers and Node.js both have, and nothing that only Node.js has. */
function run(code: string, expression: string): unknown {
  const context = createContext({ URL, TextEncoder, TextDecoder, structuredClone, console })
  return new Script(`${code}\n;JSON.stringify(${expression})`).runInContext(context)
}

const text = `spec_version: 2
inputs:
  size: { type: number, unit: GiB, default: 9007199254740993, minimum: 20 }
grains: {}
`

describe('what the portal shares with the server', () => {
  it('needs nothing of Node.js to validate blueprints and to make forms', async () => {
    const { code, imports } = await bundle('blueprint', 'terraform-type')
    expect(imports).toEqual([])
    const validated = run(code, `libs.blueprint.validateBlueprint('a.yaml', ${JSON.stringify(text)})`)
    expect(validated).toContain('"9007199254740993"')
    expect(validated).toContain('unused-input')
    const parsed = `libs.blueprint.parseBlueprint('a.yaml', ${JSON.stringify(text)}).blueprint`
    expect(run(code, `libs.blueprint.toLaunchForm(${parsed})`)).toContain('Size (GiB)')
  })

  it.each(['blueprint-generator', 'blueprint-torque'])(
    'nor does %s',
    async (lib) => {
      const { code, imports } = await bundle(lib)
      expect(imports).toEqual([])
      expect(run(code, 'Object.keys(libs)')).toBe(JSON.stringify([lib.replaceAll('-', '_')]))
    },
    60_000,
  )

  it('and what does need it is found', async () => {
    const { imports } = await bundle('terraform-module-files')
    expect(imports).toContain('node:fs')
  })
})
