import { patience } from '@groundplan/testing'
import { describe, expect, it, vi } from 'vitest'
import { adminOf, animals, ask, spaceNames, tokenOf, useSpaces } from './spaces.fixture.ts'

useSpaces()

const lists = ['catalog.list', 'catalog.facets', 'catalog.count', 'secrets.list', 'credentials.list'] as const
const others = [
  'members.list',
  'audit.list',
  'audit.export',
  'tokens.list',
  'spaces.mine',
  'catalog.problems',
] as const

describe('a token', () => {
  it.each(['payments', 'cards'] as const)(
    'of %s sees what is in its space, and nothing else',
    async (space) => {
      const token = tokenOf(space, 'space-admin')
      const strangers = spaceNames.filter((name) => name !== space).flatMap((name) => animals[name])
      const seen = new Set<string>()
      for (const path of [...lists, ...others]) {
        const { status, body } = await ask(path, { token, input: {} })
        expect(status, path).toBe(200)
        if (body.includes(animals[space][0])) seen.add(path)
        for (const animal of strangers) expect(body, path).not.toContain(animal)
        expect((await ask(path, { token, space, input: {} })).body, path).toBe(body)
      }
      const named = [...lists, ...others].filter((path) => !/facets|count|problems/.test(path))
      expect([...seen].toSorted()).toEqual(named.toSorted())
      expect((await ask('catalog.count', { token })).body).toContain('{"count":1}')
      for (const name of strangers.map((animal) => `${animal}-queue`)) {
        for (const path of ['catalog.get', 'catalog.form', 'catalog.versions']) {
          const { status, body } = await ask(path, { token, input: { name } })
          expect([path, status]).toEqual([path, 404])
          expect(body.replaceAll(name, '…')).toBe(
            (await ask(path, { token, input: { name: 'none' } })).body.replaceAll('none', '…'),
          )
        }
      }
    },
  )

  it('is refused in every other space in the same words, whether there is one or not', async () => {
    const token = tokenOf('payments', 'account-admin')
    const bodies = new Set<string>()
    for (const space of ['cards', 'default', 'nothing', 'CARDS', '@account', 'x'.repeat(500)]) {
      for (const path of ['about', 'catalog.list', 'secrets.list', 'spaces.list', 'spaces.mine']) {
        const { status, body } = await ask(path, { token, space })
        expect([space, path, status]).toEqual([space, path, 403])
        bodies.add(body.replaceAll(space.slice(0, 80), '…'))
      }
    }
    expect([...bodies]).toHaveLength(1)
    await vi.waitFor(async () => {
      const { items } = await adminOf('default').audit.list.query({
        action: 'access.denied',
        target: 'request:space:cards',
      })
      expect(items[0]).toMatchObject({
        actor: 'otter-heron-account-admin',
        reason: expect.stringContaining('"cards"'),
      })
    }, patience)
  })

  it('of another space than the home space has no blueprint repository', async () => {
    const token = tokenOf('cards', 'account-admin')
    for (const path of ['imports.list', 'proposals.list', 'proposals.count']) {
      const { status, body } = await ask(path, { token })
      expect([path, status]).toEqual([path, 403])
      expect(body).toContain('which only the space \\"default\\" has')
    }
    const admin = await ask('imports.list', { space: 'cards' })
    expect([admin.status, admin.body.includes('only the space')]).toEqual([403, true])
    expect((await ask('imports.list', { token: tokenOf('default', 'viewer') })).status).toBe(200)
  })
})

describe('a form', () => {
  it('begins with what the space sets, and does not show what it hides', async () => {
    const form = await adminOf('payments').catalog.form.query({ name: 'otter-queue' })
    const properties = form.schema.properties ?? {}
    expect(Object.keys(properties).toSorted()).toEqual(['name', 'password', 'region'])
    expect(properties['region']).toMatchObject({ default: 'eu-heron' })
    expect(JSON.stringify(form)).not.toContain('size')
    const view = await adminOf('payments').catalog.get.query({ name: 'otter-queue' })
    expect(view.inputs.map(({ name }) => name)).not.toContain('size')
    const whole = await adminOf('default').catalog.form.query({ name: 'otter-queue' })
    expect(Object.keys(whole.schema.properties ?? {})).toContain('size')
    expect(whole.schema.properties?.['region']).toMatchObject({ default: 'us-east-1' })
  })

  it.each([
    [{ defaults: { size: 'x' } }, 'does not match its type'],
    [{ hidden: { size: 11 } }, 'violates its rules'],
    [{ hidden: { password: 'x' } }, 'is a secret'],
    [{ defaults: { name: null } }, 'is empty'],
    [{ defaults: { regio: 'x' } }, 'has no input "regio". Did you mean "region"?'],
    [{ defaults: { size: 1 }, hidden: { size: 1 } }, 'has a default and is hidden'],
    [{ defaults: { name: 'x'.repeat(60_000) } }, 'longer than'],
  ])('cannot be given what the blueprint does not take: %#', async (values, message) => {
    const { publications } = adminOf('default').spaces
    const place = { space: 'payments', blueprint: 'otter-queue' }
    await expect(publications.publish.mutate({ ...place, ...values })).rejects.toThrow(message)
  })

  it('of blueprints and spaces that there are not is not published', async () => {
    const { publications } = adminOf('default').spaces
    const publish = (space: string, blueprint: string) => publications.publish.mutate({ space, blueprint })
    await expect(publish('nothing', 'otter-queue')).rejects.toThrow('no space "nothing"')
    await expect(publish('default', 'otter-queue')).rejects.toThrow('sees every blueprint')
    await expect(publish('cards', 'nothing')).rejects.toThrow('no blueprint "nothing"')
    await expect(publications.unpublish.mutate({ space: 'cards', blueprint: 'otter-queue' })).rejects.toThrow(
      'is not published',
    )
  })
})

it('an archived space lets nobody in, not even with its tokens, until it is back', async () => {
  const token = tokenOf('cards', 'viewer')
  const admin = adminOf('default').spaces
  expect((await ask('catalog.list', { token })).status).toBe(200)
  await admin.archive.mutate({ name: 'cards' })
  expect((await ask('catalog.list', { token })).status).toBe(403)
  expect((await ask('catalog.list', { space: 'cards' })).status).toBe(403)
  await expect(admin.publications.list.query({ space: 'cards' })).rejects.toThrow('archived')
  await admin.put.mutate({ name: 'cards', title: 'Cards' })
  expect((await ask('catalog.list', { token })).body).toContain('zebra-queue')
})
