import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { InputError } from '@groundplan/errors'
import { withApi, type Action } from '../../command-context.ts'
import { exitCodes } from '../../exit-codes.ts'

export const planSpaces: Action<object> = async (context, [folder]) => {
  const files = folder === undefined ? undefined : await readFiles(folder)
  return withApi(context, async ({ spaces }) => {
    const plan = await spaces.plan.mutate(files === undefined ? {} : { files: [...files] })
    const { actions, problems } = plan
    context.terminal.result(plan, () =>
      [
        ...problems.map(({ file, line, column, message, hint }) =>
          [`${file}:${line}:${column} ${message}`, ...(hint ? [`  ${hint}`] : [])].join('\n'),
        ),
        ...actions.map(({ text }) => text),
        ...(actions.length + problems.length === 0 ? ['Nothing changes.'] : []),
      ].join('\n'),
    )
    return problems.length > 0 ? exitCodes.findings : exitCodes.done
  })
}

async function readFiles(folder: string) {
  const directory = join(resolve(folder), 'spaces')
  const names = await readdir(directory).catch(() => {
    throw new InputError(`There is no folder "${directory}".`, {
      hint: 'Name a checkout of the blueprint repository.',
    })
  })
  return Promise.all(
    names
      .filter((name) => name.endsWith('.yaml'))
      .toSorted()
      .map(async (name) => ({
        path: `spaces/${name}`,
        text: await readFile(join(directory, name), 'utf8'),
      })),
  )
}
