import { validateBlueprint } from '@groundplan/blueprint'
import { hasErrors, printDiagnostic, type Diagnostic } from '@groundplan/errors'
import type { CommitStatus, ReviewRepository } from '@groundplan/scm'
import { blueprintPaths, readTextsAt } from '../file-texts.ts'
import type { FileValidation } from '../file-validation.ts'
import type { Proposal } from '../proposal.ts'

/** What our own checks say of a branch as it is, people's commits included. */
export interface BranchCheck {
  readonly passed: boolean
  /** One line. */
  readonly summary: string
  readonly findings: readonly Diagnostic[]
}

const validateFile: FileValidation = (path, text) => validateBlueprint(path, text).diagnostics

/** Validates the proposed blueprints as they are at a commit of the branch. */
export async function checkBranch(
  proposals: readonly Pick<Proposal, 'blueprint'>[],
  tip: string,
  repository: ReviewRepository,
  validate: FileValidation = validateFile,
): Promise<BranchCheck> {
  const paths = proposals.map(({ blueprint }) => blueprintPaths(blueprint).blueprint)
  const texts = await readTextsAt(tip, paths, repository)
  const findings = [...texts].flatMap(([path, text]) => validate(path, text))
  const passed = !hasErrors(findings)
  const errors = findings.filter(({ severity }) => severity === 'error')
  const subject = texts.size === 1 ? 'The blueprint is' : `All ${texts.size} blueprints are`
  const good = texts.size === 0 ? 'No blueprint is left to validate.' : `${subject} valid.`
  const [first] = errors
  const summary =
    first === undefined
      ? good
      : `${errors.length} ${errors.length === 1 ? 'error' : 'errors'}: ${printDiagnostic(first)}`
  return { passed, summary, findings }
}

/** The check as hosts show it beside a commit. */
export function toStatus({ passed, summary }: BranchCheck): CommitStatus {
  const description = summary.length <= 140 ? summary : `${summary.slice(0, 139)}…`
  return { key: 'groundplan/blueprints', state: passed ? 'success' : 'failure', description }
}
