import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runProgram } from '@groundplan/process'

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

/**
 * Starts an import and kills it when that many proposals are on their branches. The shell finds every process of the run by
 * its home folder, so that the server dies with the command.
 */
async function killAtProposal(home: string, number: number): Promise<void> {
  const script = `"$0" "$1" demo --once --json >/dev/null 2>&1 & run=$!
    until [ "$(ls "$2/blueprint-repository.git/refs/heads/groundplan" 2>/dev/null | wc -l)" -ge ${number} ] || ! kill -0 $run 2>/dev/null; do sleep 0.01; done
    kill -9 $run 2>/dev/null; for p in /proc/[0-9]*; do
      if tr '\\0' '\\n' < $p/environ 2>/dev/null | grep -qxF "GROUNDPLAN_HOME=$2"; then
        [ "\${p#/proc/}" != $$ ] && kill -9 "\${p#/proc/}" 2>/dev/null; fi; done; true`
  await runProgram('bash', ['-c', script, process.execPath, command, home], {
    env: { GROUNDPLAN_HOME: home },
  })
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
