import { readFile, stat } from 'node:fs/promises'
import { useTemporaryDirectories } from '@groundplan/testing'
import { describe, expect, it } from 'vitest'
import { useForge } from '../use-forge.ts'
import { createSignIn } from './sign-in.ts'

const use = useForge()
const temporaryDirectory = useTemporaryDirectories()

describe('createSignIn', () => {
  it('installs a GitHub App on the owner, and keeps its private key in a file for this user alone', async () => {
    const { forge } = use()
    const folder = await temporaryDirectory()
    const variables = await createSignIn(forge, 'github', { way: 'app', owner: 'northbank', folder })
    const file = variables['GROUNDPLAN_BLUEPRINTS_APP_PRIVATE_KEY_FILE'] ?? ''
    const installation = forge.signIns.installations.find(({ owner }) => owner === 'northbank')
    expect(installation?.app.id).toBe(variables['GROUNDPLAN_BLUEPRINTS_APP_ID'])
    expect(await readFile(file, 'utf8')).toBe(installation?.app.privateKey)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('creates an OAuth consumer with its secret', async () => {
    const { forge } = use()
    const variables = await createSignIn(forge, 'bitbucket-cloud', {
      ...{ way: 'oauth', owner: 'northbank', folder: await temporaryDirectory() },
    })
    const consumer = forge.signIns.apps.find(({ id }) => id === variables['GROUNDPLAN_BLUEPRINTS_CLIENT_ID'])
    expect(consumer?.secret).toBe(variables['GROUNDPLAN_BLUEPRINTS_CLIENT_SECRET'])
  })
})
