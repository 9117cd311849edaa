import { configurationJsonSchema } from '@groundplan/configuration'
import { Command } from 'commander'
import { run, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'

export function createConfigSchemaCommand(): Command {
  return new Command('schema')
    .description('Print the JSON Schema of the configuration, for editors')
    .addHelpText('after', '\nExamples:\n  groundplan config schema > configuration.schema.json')
    .action(run(schema))
}

const schema: Action<object> = async ({ terminal }) => {
  const text = configurationJsonSchema()
  terminal.result(text, () => JSON.stringify(text, undefined, 2))
  return exitCodes.done
}
