import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'
import { killImport } from './kill-import.ts'

const command = join(import.meta.dirname, '../../../apps/cli/bin/groundplan.mjs')

/**
 * Kills an import with SIGKILL at a random proposal, command and server both, then lets the next one run to its end.
 * Nothing may be lost or doubled: afterwards each blueprint has exactly one proposal, as without the kill.
 */
export async function proveImportKills(
  count: number,
): Promise<{ kills: number; mid_import: number; faults: readonly string[] }> {
  const reference = await withHome(async (home) => {
    await importEstate(home)
    return listProposals(home)
  })
  const faults: string[] = []
  let midImport = 0
  for (let round = 1; round <= count; round += 1) {
    await withHome(async (home) => {
      const number = Math.floor(Math.random() * reference.split('; ').length)
      await killAtProposal(home, number)
      const summary = await importEstate(home)
      const { opened = 0, unchanged = 0 } = summary.proposals ?? {}
      if (opened > 0 && unchanged > 0) midImport += 1
      const proposals = await listProposals(home)
      if (proposals !== reference) faults.push(`killed at proposal ${number}: ${proposals}`)
      process.stderr.write(
        `${round}/${count}: killed at proposal ${number}, then ${opened} opened, ${unchanged} found\n`,
      )
    })
  }
  return { kills: count, mid_import: midImport, faults }
}

async function withHome<Result>(work: (home: string) => Promise<Result>): Promise<Result> {
  const home = await mkdtemp(join(tmpdir(), 'groundplan-prove-'))
  try {
    return await work(home)
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Starts an import and kills it when that many proposals are on their branches. */
function killAtProposal(home: string, number: number): Promise<void> {
  const program = [process.execPath, command, 'demo', '--once', '--json']
  const branches = '"$home/blueprint-repository.git/refs/heads/groundplan"'
  const until = `[ "$(ls ${branches} 2>/dev/null | wc -l)" -ge ${number} ]`
  return killImport({ home, program, env: {}, until })
}

async function importEstate(home: string): Promise<{ proposals?: { opened?: number; unchanged?: number } }> {
  return JSON.parse(await groundplan(home, 'demo', '--once', '--json'))
}

/** Blueprint, status and pinned commit of every proposal, in the blueprints' order. */
async function listProposals(home: string): Promise<string> {
  const proposals: { blueprint: string; status: string; source: { commit: string } }[] = JSON.parse(
    await groundplan(home, 'proposal', 'list', '--status', 'all', '--json'),
  )
  return proposals
    .map(({ blueprint, status, source }) => `${blueprint} ${status} ${source.commit}`)
    .sort()
    .join('; ')
}

async function groundplan(home: string, ...args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runProgram(process.execPath, [command, ...args], {
    env: { GROUNDPLAN_HOME: home },
  })
  if (exitCode !== 0) throw new Error(`groundplan ${args.join(' ')} ended with ${exitCode}: ${stderr}`)
  return stdout.toString('utf8')
}
