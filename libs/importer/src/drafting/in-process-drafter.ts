import {
  changelogLines,
  diffBlueprints,
  parseBlueprint,
  printBlueprint,
  toBlueprintChange,
  type Blueprint,
  type CodeChange,
} from '@groundplan/blueprint'
import {
  checkOverlayMatches,
  readGeneratorSettings,
  writeBlueprint,
  type BlueprintTexts,
  type GeneratorSettings,
  type OverlaySubject,
  type SettingsFiles,
  type WrittenBlueprint,
} from '@groundplan/blueprint-generator'
import { InputError } from '@groundplan/errors'
import {
  blueprintPaths,
  type FileTexts,
  type MergedTexts,
  type ReviewedTexts,
  type ThreeVersions,
} from '@groundplan/proposal'
import { mergeFiles } from '../merge-files.ts'
import type {
  BlueprintDrafter,
  CheckedDraft,
  DraftedTexts,
  DraftSubject,
  SettingsSummary,
} from './blueprint-drafter.ts'

/** Writes in this process: for tests, for commands that read the user's own files, and inside of processes that do it for others. */
export class InProcessDrafter implements BlueprintDrafter {
  readonly #settings = new WeakMap<SettingsFiles, GeneratorSettings>()
  readonly #written = new WeakMap<DraftSubject, WrittenBlueprint>()

  async summarize(sources: SettingsFiles, modules: readonly OverlaySubject[]): Promise<SettingsSummary> {
    const { entries, diagnostics, broken } = this.#read(sources)
    return { sources, diagnostics: [...diagnostics, ...checkOverlayMatches(entries, modules)], broken }
  }

  async draft(subject: DraftSubject): Promise<DraftedTexts> {
    const { written, diagnostics, applied } = this.#write(subject)
    const { users = [], teams = [] } = this.#findReviewers(subject) ?? {}
    return {
      texts: written && { blueprint: printBlueprint(written.blueprint()), readme: written.readme() },
      newBody: written?.body({ kind: 'new', conflicts: [], changes: [] }) ?? '',
      titles: { new: written?.title('new') ?? '', update: written?.title('update') ?? '' },
      ...{ diagnostics, applied, reviewers: [...users, ...teams] },
    }
  }

  async check(subject: DraftSubject): Promise<CheckedDraft> {
    const { written, diagnostics, applied } = this.#write(subject)
    return { isWritten: written !== undefined, diagnostics, applied }
  }

  async writeBody(
    subject: DraftSubject,
    { kind, published, proposed, conflicts, code = [] }: ReviewedTexts,
  ): Promise<string> {
    const path = blueprintPaths(subject.name).blueprint
    const written = this.#requireWritten(subject)
    const [before, after] = [readBlueprint(path, published), readBlueprint(path, proposed)]
    return describe(written, path, proposed).body({
      kind,
      conflicts,
      changes: listChanges(before, after, code),
    })
  }

  async merge(subject: DraftSubject, versions: ThreeVersions): Promise<MergedTexts> {
    const paths = blueprintPaths(subject.name)
    const written = this.#requireWritten(subject)
    const readmeOf = (texts: FileTexts) => describe(written, paths.blueprint, texts).readme()
    return mergeFiles(versions, (texts) => new Map([[paths.readme, readmeOf(texts)]]))
  }

  #write(subject: DraftSubject): WrittenBlueprint {
    const { module, name, source, settings, files } = subject
    const known = this.#written.get(subject)
    if (known !== undefined) return known
    const options = { settings: settings.map((each) => this.#read(each)), files }
    const written = writeBlueprint(module, name, source, options)
    this.#written.set(subject, written)
    return written
  }

  #requireWritten(subject: DraftSubject): BlueprintTexts {
    const { written } = this.#write(subject)
    if (written !== undefined) return written
    throw new InputError(`The settings do not match the module of the blueprint ${subject.name}.`)
  }

  #findReviewers({ settings, files }: DraftSubject) {
    const own = settings.at(-1)
    return own && this.#read(own).reviewersOf(files)
  }

  #read(sources: SettingsFiles): GeneratorSettings {
    const settings = this.#settings.get(sources) ?? readGeneratorSettings(sources.files, sources.prefix)
    this.#settings.set(sources, settings)
    return settings
  }
}

/** Findings about the blueprint in these files, generated or edited. */
function describe(
  written: BlueprintTexts,
  path: string,
  texts: FileTexts,
): Pick<BlueprintTexts, 'readme' | 'body'> {
  const isGenerated = texts.get(path) === printBlueprint(written.blueprint())
  const edited = isGenerated ? undefined : readBlueprint(path, texts)
  return edited === undefined ? written : written.describing(edited)
}

function readBlueprint(path: string, texts: FileTexts): Blueprint | undefined {
  const text = texts.get(path)
  return text === undefined ? undefined : parseBlueprint(path, text).blueprint
}

/** What changes for the blueprint's users. Empty if it is new or either version is unreadable. */
function listChanges(
  before: Blueprint | undefined,
  after: Blueprint | undefined,
  code: readonly CodeChange[],
): readonly string[] {
  if (before === undefined || after === undefined) return []
  const inCode = code.map((change) => toBlueprintChange('', change))
  return changelogLines([...diffBlueprints(before, after), ...inCode])
}
