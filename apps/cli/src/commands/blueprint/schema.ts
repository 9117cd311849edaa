import { blueprintJsonSchema } from '@groundplan/blueprint'
import { overlayJsonSchema } from '@groundplan/blueprint-generator'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'

export function createSchemaCommand(): Command {
  return new Command('schema')
    .description('Print the JSON Schema of blueprint files, for editors')
    .option('--overlay', 'print the schema of overlays (.groundplan/blueprint.yaml)')
    .addHelpText(
      'after',
      '\nExamples:\n  groundplan blueprint schema > blueprint.schema.json\n  groundplan blueprint schema --overlay > overlay.schema.json',
    )
    .action(run(schema))
}

const schema: Action<{ readonly overlay?: boolean }> = async ({ terminal }, _, { overlay }) => {
  const text = overlay ? overlayJsonSchema() : blueprintJsonSchema()
  terminal.result(text, () => JSON.stringify(text, undefined, 2))
  return exitCodes.done
}
