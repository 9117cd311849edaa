import { blueprintJsonSchema } from '@groundplan/blueprint'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'

export function createSchemaCommand(): Command {
  return new Command('schema')
    .description('Print the JSON Schema of blueprint files, for editors')
    .addHelpText('after', '\nExamples:\n  groundplan blueprint schema > blueprint.schema.json')
    .action(run(schema))
}

const schema: Action<object> = async ({ terminal }) => {
  const text = blueprintJsonSchema()
  terminal.result(text, () => JSON.stringify(text, undefined, 2))
  return exitCodes.done
}
