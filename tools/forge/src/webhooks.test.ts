import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { useForge } from './use-forge.ts'

interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const use = useForge()
const at = { owner: 'acme', repo: 'network' }
const secret = 'not very secret'
let received: Received[]
let status: number
let server: Server

beforeEach(async () => {
  received = []
  status = 204
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
    response.writeHead(status).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await use().forge.people.createRepository({ owner: 'acme', name: 'network', files: { 'a.tf': '' } })
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function register(events: string[]): Promise<number> {
  const { octokit, forge } = use()
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  const config = { url, secret, content_type: 'json' }
  const { data } = await octokit.rest.repos.createWebhook({ ...at, config, events })
  await forge.webhooks.settle()
  return data.id
}

const names = () => received.map(({ headers }) => headers['x-github-event'])

describe('webhooks', () => {
  it('are pinged when they are registered, and signed with their secret', async () => {
    await register(['push'])
    expect(names()).toEqual(['ping'])
    const [{ headers, body } = { headers: {}, body: '' }] = received
    const digest = createHmac('sha256', secret).update(body).digest('hex')
    expect(headers['x-hub-signature-256']).toBe(`sha256=${digest}`)
  })

  it('hear of pushes by people and by the bot, and only of what they asked for', async () => {
    const { forge, clone, git } = use()
    await register(['push'])
    const commit = await forge.people.commit('acme', 'network', { branch: 'x', files: { 'x.tf': '' } })
    await forge.people.openPullRequest('acme', 'network', { branch: 'x', title: 'X' })
    const repository = await clone('acme', 'network')
    await repository.git('switch', '--quiet', '--create', 'y')
    await git(repository.directory, 'push', '--quiet', 'origin', 'y')
    await forge.webhooks.settle()
    expect(names()).toEqual(['ping', 'push', 'push'])
    expect(JSON.parse(received[1]!.body)).toMatchObject({
      ref: 'refs/heads/x',
      after: commit,
      created: true,
      sender: { login: 'ada' },
      repository: { full_name: 'acme/network' },
    })
    expect(JSON.parse(received[2]!.body)).toMatchObject({ sender: { login: 'groundplan-bot' } })
  })

  it('hear of everything about a pull request, in order', async () => {
    const { people } = use().forge
    await people.commit('acme', 'network', { branch: 'x', files: { 'x.tf': '' } })
    await register(['pull_request', 'pull_request_review', 'issue_comment'])
    const number = await people.openPullRequest('acme', 'network', { branch: 'x', title: 'X' })
    await people.commit('acme', 'network', { branch: 'x', files: { 'x.tf': '1' } })
    await people.comment('acme', 'network', number, 'Hello')
    await people.label('acme', 'network', number, 'retry')
    await people.review('acme', 'network', number, 'approved')
    await people.decline('acme', 'network', number)
    await people.reopen('acme', 'network', number)
    await people.merge('acme', 'network', number)
    const actions = received.map(
      ({ headers, body }) => `${headers['x-github-event']} ${JSON.parse(body).action}`,
    )
    expect(actions.slice(1)).toEqual([
      'pull_request opened',
      'pull_request synchronize',
      'issue_comment created',
      'pull_request labeled',
      'pull_request_review submitted',
      'pull_request closed',
      'pull_request reopened',
      'pull_request closed',
    ])
    expect(JSON.parse(received.at(-1)!.body).pull_request).toMatchObject({ merged: true })
    expect(use().forge.violations).toEqual([])
  })

  it('get the same delivery again when it is redelivered', async () => {
    const { forge } = use()
    await register(['push'])
    status = 500
    await forge.people.commit('acme', 'network', { files: { 'b.tf': '' } })
    const failed = forge.webhooks.deliveries.at(-1)
    expect(failed).toMatchObject({ status: 500, redelivery: false })
    status = 204
    await forge.webhooks.redeliver(failed!.id)
    expect(forge.webhooks.deliveries.at(-1)).toMatchObject({ status: 204, redelivery: true })
    expect(received.at(-1)?.body).toBe(received.at(-2)?.body)
    expect(received.at(-1)?.headers['x-github-delivery']).toBe(received.at(-2)?.headers['x-github-delivery'])
  })

  it('do not hold up or break anything when nobody answers', async () => {
    const { forge } = use()
    await register(['push'])
    server.closeAllConnections()
    server.close()
    await forge.people.commit('acme', 'network', { files: { 'b.tf': '' } })
    expect(forge.webhooks.deliveries.at(-1)).toMatchObject({ status: 0 })
  })
})
