import { hasErrors, type Diagnostic } from '@groundplan/errors'
import { findOwnerReviewers, type OwnerReviewers } from './ownership/find-owner-reviewers.ts'
import { ownersFinder } from './ownership/find-owners.ts'
import { codeOwnersPaths, parseCodeOwners } from './ownership/parse-code-owners.ts'
import { parseOverlay, type OverlayEntry } from './overlay/parse-overlay.ts'
import { parseProseTemplate, type ProseTemplate, type TemplateName } from './templates/prose-template.ts'

/** Folder with the generator settings of a company or repository. */
export const settingsFolder = '.groundplan'
/** The overlay, relative to the root of a repository. */
export const overlayPath = `${settingsFolder}/blueprint.yaml`
/** Templates of one's own, relative to the root of a repository. */
export const templatePaths: Readonly<Record<TemplateName, string>> = {
  readme: `${settingsFolder}/templates/readme.hbs`,
  'proposal-title': `${settingsFolder}/templates/proposal-title.hbs`,
  'proposal-body': `${settingsFolder}/templates/proposal-body.hbs`,
}

/** Every file that `readGeneratorSettings` wants, where there is one. */
export const generatorPaths: readonly string[] = [
  overlayPath,
  ...Object.values(templatePaths),
  ...codeOwnersPaths,
]

/** The generator settings of one repository. */
export interface GeneratorSettings {
  readonly entries: readonly OverlayEntry[]
  readonly templates: ReadonlyMap<TemplateName, ProseTemplate>
  /** The owners of a module with these files, by CODEOWNERS. */
  readonly ownersOf: (files: readonly string[]) => readonly string[]
  /** Whom CODEOWNERS asks to review changes of these files. */
  readonly reviewersOf: (files: readonly string[]) => OwnerReviewers
  /** About the files themselves. */
  readonly diagnostics: readonly Diagnostic[]
  /** Files with errors without which no blueprint can be written as it is meant. */
  readonly broken: readonly string[]
  /** The source of the settings. */
  readonly sources: SettingsFiles
}

/** The result of `readGeneratorSettings`, as plain data. */
export interface SettingsFiles {
  readonly files: GeneratorFiles
  readonly prefix: string
}

/** Texts of files by path; `undefined` for one that is too large to be read. */
export type GeneratorFiles = ReadonlyMap<string, string | undefined>

/**
 * Reads what a repository tells the generator from its files. Never throws. `prefix` goes before the paths in diagnostics, to
 * tell the files of the blueprint repository from those of others.
 */
export function readGeneratorSettings(files: GeneratorFiles, prefix = ''): GeneratorSettings {
  const overlay = parseOverlay(prefix + overlayPath, files.get(overlayPath) ?? '')
  const templates = readTemplates(files, prefix)
  const ownersPath = codeOwnersPaths.find((path) => files.has(path)) ?? ''
  const owners = parseCodeOwners(prefix + ownersPath, files.get(ownersPath) ?? '')
  const diagnostics = [
    ...findOversized(files, prefix),
    ...overlay.diagnostics,
    ...templates.diagnostics,
    ...owners.diagnostics,
  ]
  // Titles and descriptions of proposals are not part of a blueprint, so the built-in ones are a safe fallback.
  const needed = [prefix + overlayPath, prefix + templatePaths.readme]
  return {
    entries: overlay.entries,
    templates: templates.templates,
    ownersOf: ownersFinder(owners.rules),
    reviewersOf: (paths) => findOwnerReviewers(owners, paths),
    diagnostics,
    sources: { files, prefix },
    broken: needed.filter((path) => hasErrors(diagnostics.filter(({ file }) => file === path))),
  }
}

function findOversized(files: GeneratorFiles, prefix: string): readonly Diagnostic[] {
  return [...files].flatMap(([path, text]) =>
    text === undefined
      ? [
          {
            severity: 'error',
            rule: 'size',
            file: prefix + path,
            message: 'The file is too large.',
          },
        ]
      : [],
  )
}

function readTemplates(files: GeneratorFiles, prefix: string) {
  const templates = new Map<TemplateName, ProseTemplate>()
  const diagnostics: Diagnostic[] = []
  for (const [name, path] of Object.entries(templatePaths) as [TemplateName, string][]) {
    const text = files.get(path)
    if (text === undefined) continue
    const parsed = parseProseTemplate(name, prefix + path, text)
    diagnostics.push(...parsed.diagnostics)
    if (parsed.template !== undefined) templates.set(name, parsed.template)
  }
  return { templates, diagnostics }
}

/** A repository without generator settings. */
export const noGeneratorSettings: GeneratorSettings = readGeneratorSettings(new Map())
