import { readdir, readFile, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { blueprintJsonSchema, parseBlueprint, toLaunchForm, validateBlueprint } from '@groundplan/blueprint'
import { hasErrors, InputError, NotFoundError, printDiagnostic, type Diagnostic } from '@groundplan/errors'
import { draftBlueprint, readRepository } from '@groundplan/importer'
import { LocalGitRepositoryReader } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { Command } from 'commander'
import { run, type Action } from '../command-context.ts'
import { exitCodes } from '../exit-codes.ts'

export function createBlueprintCommand(): Command {
  const command = new Command('blueprint').description('Write and check blueprint files')
  command
    .command('generate')
    .description('Print the blueprint of the module in a folder, as an import would propose it')
    .argument('<directory>', 'folder of a module in a git repository')
    .option('--name <name>', "the blueprint's name; by default the folder's")
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan blueprint generate modules/rds-postgres > rds-postgres.yaml',
    )
    .action(run(generate))
  command
    .command('validate')
    .description('Check blueprint files; all findings at once')
    .argument('<path...>', 'files, or folders with .yaml files')
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan blueprint validate blueprints/\n  groundplan blueprint validate rds.yaml --json',
    )
    .action(run(validate))
  command
    .command('form')
    .description("Print a blueprint's launch form: JSON Schema and hints for react-jsonschema-form")
    .argument('<file>')
    .addHelpText('after', '\nExamples:\n  groundplan blueprint form rds.yaml > rds.form.json')
    .action(run(form))
  command
    .command('schema')
    .description('Print the JSON Schema of blueprint files, for editors')
    .addHelpText('after', '\nExamples:\n  groundplan blueprint schema > blueprint.schema.json')
    .action(
      run(async ({ terminal }) => {
        const schema = blueprintJsonSchema()
        terminal.result(schema, () => JSON.stringify(schema, undefined, 2))
        return exitCodes.done
      }),
    )
  return command
}

const generate: Action<{ readonly name?: string }> = async (
  { terminal, signal },
  [directory = ''],
  { name },
) => {
  const reader = new LocalGitRepositoryReader({ cacheDirectory: join(tmpdir(), 'groundplan-clones') })
  const snapshot = await reader.open({ address: resolve(directory) }, { signal })
  const cache = new MemoryModuleCache()
  const read = await readRepository(snapshot, { includeExamples: true, cache, signal, onModule: () => {} })
  const found = read.find(({ directory: { path } }) => path === snapshot.scope)
  if (found?.module === undefined) {
    throw new NotFoundError(`There is no committed Terraform module in ${directory}.`, {
      hint: 'Name a folder with .tf files; only what is committed counts.',
    })
  }
  const { module, commit } = found
  for (const diagnostic of module.diagnostics) terminal.note(printDiagnostic(diagnostic))
  if (hasErrors(module.diagnostics)) return exitCodes.findings
  const fallback = module.path === '.' ? snapshot.name : module.path.slice(module.path.lastIndexOf('/') + 1)
  const source = { store: snapshot.name, path: module.path, commit, address: snapshot.address }
  const { changes } = await draftBlueprint(module, name ?? fallback, source)
  const yaml = changes.find((change) => change.kind === 'write' && change.path.endsWith('.yaml'))
  const text = yaml?.kind === 'write' ? yaml.content : ''
  terminal.result({ name: name ?? fallback, text }, () => text)
  return exitCodes.done
}

const validate: Action<object> = async ({ terminal }, paths) => {
  const files = (await Promise.all(paths.map(listFiles))).flat()
  if (files.length === 0) throw new NotFoundError('There are no .yaml files there.')
  const diagnostics: Diagnostic[] = []
  for (const file of files) diagnostics.push(...validateBlueprint(file, await readText(file)).diagnostics)
  terminal.result({ files: files.length, diagnostics }, () =>
    [...diagnostics.map(printDiagnostic), `${files.length} files, ${diagnostics.length} findings`].join('\n'),
  )
  return hasErrors(diagnostics) ? exitCodes.findings : exitCodes.done
}

const form: Action<object> = async ({ terminal }, [file = '']) => {
  const { blueprint, diagnostics } = parseBlueprint(file, await readText(file))
  for (const diagnostic of diagnostics) terminal.note(printDiagnostic(diagnostic))
  if (blueprint === undefined) return exitCodes.findings
  const launchForm = toLaunchForm(blueprint)
  terminal.result(launchForm, () => JSON.stringify(launchForm, undefined, 2))
  return exitCodes.done
}

async function listFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) throw new NotFoundError(`There is no file or folder ${path}.`)
  if (!found.isDirectory()) return [path]
  const names = await readdir(path)
  return names
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(path, name))
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new InputError(`The file ${file} cannot be read.`, { hint: 'Check the path.', cause })
  }
}
