import {
  mergeBlueprints,
  parseBlueprint,
  printBlueprint,
  toLaunchForm,
  validateBlueprint,
  type Blueprint,
  type MergedBlueprint,
  type MergeTexts,
} from '@groundplan/blueprint'
import { overlayPath, readGeneratorSettings, writeBlueprint } from '@groundplan/blueprint-generator'
import type { Diagnostic } from '@groundplan/errors'
import { readModule } from '@groundplan/terraform-module'
import { createRandom, type Random } from '@groundplan/testing'
import { canonicalBlueprint } from './canonical-blueprint.ts'
import { editFile } from './draw-edits.ts'
import { drawModule, drawUpdates, printModule, printOverlay, type ModuleModel } from './draw-module.ts'

export interface MergesOptions {
  readonly count: number
  readonly seed: number
  /** The merge to try; ours if absent. */
  readonly merge?: (texts: MergeTexts) => MergedBlueprint
}

interface MergesResult {
  readonly seed: number
  readonly cases: number
  /** Merges without a conflict. */
  readonly clean: number
  /** Merges of two valid files whose result is invalid, all with conflicts. */
  readonly refused: number
  /** Merges in which only the layout was edited. */
  readonly layout: number
  readonly faults: readonly MergeFault[]
}

interface MergeFault {
  readonly fault: string
  readonly edits: readonly string[]
  readonly updates: readonly string[]
  readonly texts: MergeTexts
  readonly merged: string
}

/**
 * Draws modules, edits of the blueprints that are generated for them and updates of the modules, and merges the three. A fault is
 * - a merge without a conflict whose result the catalog refuses,
 * - an invalid result of two valid files without a conflict there that quotes both,
 * - a conflict or a difference from what was generated where only the layout was edited.
 */
export async function proveMerges({
  count,
  seed,
  merge = mergeBlueprints,
}: MergesOptions): Promise<MergesResult> {
  const random = createRandom(seed)
  const counts = { cases: 0, clean: 0, refused: 0, layout: 0 }
  const faults: MergeFault[] = []
  while (counts.cases < count && faults.length < maximumFaults) {
    const drawn = await drawCase(random)
    if (drawn === undefined) continue
    counts.cases += 1
    const { texts, edited } = drawn
    const merged = merge(texts)
    const isClean = merged.conflicts.every(({ severity }) => severity !== 'conflict')
    const errors = errorsOf(merged.text)
    if (isClean) counts.clean += 1
    if (edited.isLayout) counts.layout += 1
    const areValid = [texts.edited, texts.generated].every((text) => errorsOf(text).length === 0)
    if (errors.length > 0 && areValid) counts.refused += 1
    const found = [
      ...(isClean ? errors.map(({ message }) => `invalid without a conflict: ${message}`) : []),
      ...(areValid ? findUnquoted(merged, errors, texts) : []),
      ...(edited.isLayout ? findLayoutFaults(merged, texts) : []),
    ]
    const [fault] = found
    if (fault !== undefined)
      faults.push({ fault, edits: edited.edits, updates: drawn.updates, texts, merged: merged.text })
  }
  return { seed, ...counts, faults }
}

const maximumFaults = 20

async function drawCase(random: Random) {
  const before = drawModule(random)
  const chosen = drawUpdates(random)
  const after = {
    ...chosen.reduce((model, [, apply]) => apply(model, random), before),
    commit: 'b'.repeat(40),
  }
  const [base, generated] = [await generate(before), await generate(after)]
  if (base === undefined || generated === undefined) return undefined
  const edited = editFile(base, random.below(4) === 0, random)
  const texts = { base: printBlueprint(base), edited: edited.text, generated: printBlueprint(generated) }
  return { texts, edited, updates: chosen.map(([name]) => name) }
}

/** The blueprint of a module with its overlay; undefined if the overlay does not fit the module. */
async function generate(model: ModuleModel): Promise<Blueprint | undefined> {
  const [path, main] = ['modules/drawn', 'modules/drawn/main.tf']
  const bytes = new TextEncoder().encode(printModule(model))
  const module = await readModule({ path, files: [{ path: main, bytes }] })
  const settings = [readGeneratorSettings(new Map([[overlayPath, printOverlay(model)]]))]
  const source = { store: 'drawn', path, commit: model.commit, address: 'https://git.example.com/drawn.git' }
  return writeBlueprint(module, 'drawn', source, { settings, files: [main] }).written?.blueprint()
}

/** What the catalog has against a file. */
function errorsOf(text: string): readonly Pick<Diagnostic, 'message' | 'line'>[] {
  const { blueprint, diagnostics } = validateBlueprint('merged.yaml', text)
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0 || blueprint === undefined) return errors
  try {
    toLaunchForm(blueprint)
    return []
  } catch (error) {
    return [{ message: String(error) }]
  }
}

/** Errors that no conflict tells of with the places of both sides. */
function findUnquoted(
  { conflicts }: MergedBlueprint,
  errors: readonly Pick<Diagnostic, 'message'>[],
  texts: MergeTexts,
): readonly string[] {
  const real = conflicts.filter(({ severity }) => severity === 'conflict')
  if (errors.length > 0 && real.length === 0) return ['invalid without a conflict']
  const sides = [texts.edited, texts.generated].map((text) => parseBlueprint('side.yaml', text).blueprint)
  return real
    .filter(({ kind, path }) => kind === 'invalid' && path[0] === 'inputs')
    .flatMap((conflict) => {
      const name = conflict.path[1] ?? ''
      const [hasEdited, hasGenerated] = sides.map((side) => Object.hasOwn(side?.inputs ?? {}, name))
      const isQuoted =
        (conflict.edited !== undefined || !hasEdited) && (conflict.generated !== undefined || !hasGenerated)
      return isQuoted ? [] : [`does not quote both sides: ${conflict.message}`]
    })
}

/** Where only the layout was edited, the merged file says what was generated. */
function findLayoutFaults(
  { text, conflicts }: MergedBlueprint,
  { generated }: MergeTexts,
): readonly string[] {
  const [conflict] = conflicts.filter(({ severity }) => severity === 'conflict')
  if (conflict !== undefined) return [`layout is taken for an edit: ${conflict.message}`]
  const [merged, wanted] = [text, generated].map((each) => parseBlueprint('a.yaml', each).blueprint)
  if (merged === undefined || wanted === undefined) return ['is no blueprint']
  return canonicalBlueprint(merged) === canonicalBlueprint(wanted) ? [] : ['differs from what was generated']
}
