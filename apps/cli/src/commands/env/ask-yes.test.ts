import { PassThrough, Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { askYes } from './ask-yes.ts'

const question = { text: 'Destroy it?', hint: 'Add --yes.' }
const answering = (answer: string) => ({
  stdin: Object.assign(Readable.from([answer]), { isTTY: true }),
  stderr: new PassThrough(),
})

describe('a question', () => {
  it('is answered with y or yes, or on the command line', async () => {
    for (const answer of ['y\n', ' YES \n']) await askYes(question, answering(answer))
    await askYes({ ...question, yes: true }, answering('n\n'))
    const asked = answering('y\n')
    await askYes(question, asked)
    expect(String(asked.stderr.read())).toContain('Destroy it? [y/N] ')
  })

  it('is answered with no by anything else, and where nobody answers', async () => {
    for (const answer of ['n\n', '\n', 'yess\n', ''])
      await expect(askYes(question, answering(answer))).rejects.toMatchObject({ code: 'cancelled' })
    const stdin = Readable.from(['y\n'])
    await expect(askYes(question, { stdin, stderr: new PassThrough() })).rejects.toMatchObject({
      ...{ code: 'input-invalid', hint: 'Add --yes.' },
    })
  })
})
