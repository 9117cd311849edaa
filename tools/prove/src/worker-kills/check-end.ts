import type { ApiClient } from '@groundplan/api-client'
import type { Forge } from '@groundplan/forge'
import type { Client } from 'pg'
import { blueprints } from '../import-faults/blueprint-repository.ts'
import { checkReviews } from '../import-faults/watch-reviews.ts'
import type { Load } from './create-load.ts'

export interface EndOptions {
  readonly forge: Forge
  readonly owner: string
  readonly client: ApiClient
  readonly database: Client
  readonly load: Load
}

/** What is wrong when everything has come to rest; nothing if no job was lost and no effect doubled. */
export async function checkEnd(options: EndOptions): Promise<readonly string[]> {
  const found = [
    await checkJobs(options),
    await checkImports(options),
    await checkApprovals(options),
    checkReviews(options.forge.people, options.owner),
    await checkCatalog(options),
    await checkNewest(options),
    options.load.surprises,
  ]
  return found.flat()
}

/** No job is left, and none was given up but those whose work another one with the same key has done since. */
async function checkJobs({ database }: EndOptions): Promise<readonly string[]> {
  const { rows } = await database.query<{ name: string; key: string; state: string; output: unknown }>(
    `select name, singleton_key as key, state::text, output from groundplan_jobs.job as job
      where state not in ('completed', 'cancelled') and not exists (select from groundplan_jobs.job as later
        where later.name = job.name and later.singleton_key = job.singleton_key and later.state = 'completed'
          and later.completed_on > job.completed_on)`,
  )
  return rows.map(
    ({ name, key, state, output }) => `job ${name} ${key} is ${state}: ${JSON.stringify(output)}`,
  )
}

/** Each import that was confirmed has one outcome, and so has every other. */
async function checkImports({ database, load }: EndOptions): Promise<readonly string[]> {
  const { rows } = await database.query<{ number: number; status: string; state: { message?: string } }>(
    'select number, status, state from import order by number',
  )
  const known = new Set(rows.map(({ number }) => number))
  const missing = [...load.imports].filter((number) => !known.has(number))
  const unfinished = rows.filter(({ status }) => status !== 'finished')
  return [
    ...missing.map((number) => `import ${number} was confirmed and is gone`),
    ...unfinished.map(({ number, status, state }) => `import ${number} is ${status}: ${state.message ?? ''}`),
  ]
}

/** A proposal was approved once at most, and what was confirmed is so. */
async function checkApprovals({ database, load, forge, owner }: EndOptions): Promise<readonly string[]> {
  const { rows } = await database.query<{
    number: number
    status: string
    blueprint: string
    merge_commit: string
  }>('select number, status, blueprint, merge_commit from proposal')
  const statuses = new Map(rows.map(({ number, status }) => [number, status]))
  const twice = [...load.approvals].filter(([, count]) => count > 1)
  const undone = [...load.approvals.keys()].filter((number) => statuses.get(number) !== 'approved')
  const open = Map.groupBy(
    rows.filter(({ status }) => status === 'open'),
    ({ blueprint }) => blueprint,
  )
  const merged = forge.people.listPullRequests(owner, blueprints).filter(({ status }) => status === 'merged')
  const commits = new Set(rows.flatMap(({ merge_commit: commit }) => (commit === null ? [] : [commit])))
  return [
    ...twice.map(([number, count]) => `proposal ${number} was approved ${count} times`),
    ...undone.map((number) => `proposal ${number} was confirmed as approved and is ${statuses.get(number)}`),
    ...[...open].filter(([, all]) => all.length > 1).map(([name]) => `two open proposals of ${name}`),
    ...(commits.size > merged.length
      ? [`${commits.size} merges are on record, but ${merged.length} pull requests were merged`]
      : []),
  ]
}

/** The catalog has what is on the default branch, no more and no less. */
async function checkCatalog({ database, forge, owner }: EndOptions): Promise<readonly string[]> {
  const files = await forge.people.readFiles(owner, blueprints, 'main')
  const inGit = new Map(
    Object.entries(files).flatMap(([path, text]) => {
      const name = /^blueprints\/([^/]+)\.yaml$/.exec(path)?.[1]
      return name === undefined ? [] : [[name, text] as const]
    }),
  )
  const { rows } = await database.query<{ name: string; text: string }>(
    `select entry.name, version.text from catalog_entry entry join catalog_version version
      on version.blueprint = entry.name and version.version = entry.version where not entry.retired`,
  )
  const inCatalog = new Map(rows.map(({ name, text }) => [name, text]))
  return [
    ...[...inGit.keys()]
      .filter((name) => !inCatalog.has(name))
      .map((name) => `${name} is not in the catalog`),
    ...[...inCatalog].flatMap(([name, text]) =>
      inGit.get(name) === text ? [] : [`the catalog has another ${name} than git`],
    ),
  ]
}

/** What was committed last is proposed or approved: no delivery that was accepted was lost. */
async function checkNewest({ forge, owner, load, database }: EndOptions): Promise<readonly string[]> {
  const { rows } = await database.query<{
    store: string
    path: string
    branch: string
    status: string
    blueprint: string
  }>(
    `select distinct on (blueprint) source->>'store' as store, source->>'path' as path, branch, status, blueprint
      from proposal order by blueprint, number desc`,
  )
  const faults: string[] = []
  for (const [key, edition] of load.editions) {
    const row = rows.find(({ store, path }) => `${store}/${path}` === key)
    if (row === undefined) faults.push(`${key} was never proposed`)
    else {
      const ref = row.status === 'open' ? row.branch : 'main'
      const files = await forge.people.readFiles(owner, blueprints, ref)
      const text = files[`blueprints/${row.blueprint}.yaml`] ?? ''
      // The newest default of an input tells which edition it is.
      if (!new RegExp(`size:[^]*?default: ${edition}\\b`).test(text))
        faults.push(`${row.blueprint} (${row.status}) on ${ref} does not have edition ${edition} of ${key}`)
    }
  }
  return faults
}
