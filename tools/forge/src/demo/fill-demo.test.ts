import { sampleEstateFacts } from '@groundplan/sample-estate'
import { describe, expect, it } from 'vitest'
import { useForge } from '../use-forge.ts'
import { fillDemo } from './fill-demo.ts'
import { printDemo } from './print-demo.ts'

const use = useForge()

describe('the demo', () => {
  it('has the sample estate with its commits and tags, and an empty repository for blueprints', async () => {
    const { forge, octokit, clone } = use()
    const demo = await fillDemo(forge)
    for (const { name, headCommit, tags } of sampleEstateFacts.repositories) {
      const repository = await clone(demo.owner, name)
      expect(await repository.git('rev-parse', 'HEAD')).toBe(headCommit)
      expect((await repository.git('tag', '--list')).split('\n').filter(Boolean)).toEqual(tags)
    }
    const branches = await octokit.rest.repos.listBranches({ owner: demo.owner, repo: demo.blueprints })
    expect(branches.data).toEqual([])
  })

  it('says how to reach it', async () => {
    const { forge, github } = use()
    const demo = await fillDemo(forge)
    const environment = { GROUNDPLAN_HOME: '/tmp/x' }
    const text = printDemo(forge, demo, { kind: 'github', environment })
    expect(text).toContain(github.apiUrl)
    expect(text).toContain('export GROUNDPLAN_HOME=/tmp/x')
    expect(text).toContain('Repositories of northbank: platform-modules, app-environments, blueprints')
    // What is cloned is at the host that is tried.
    for (const [kind, place] of [
      ['bitbucket-cloud', 'northbank'],
      ['bitbucket-data-center', 'scm/northbank'],
    ] as const) {
      const { host } = new URL(forge.hosts[kind].webUrl)
      expect(printDemo(forge, demo, { kind, environment })).toContain(`@${host}/${place}/blueprints.git`)
    }
  })
})
