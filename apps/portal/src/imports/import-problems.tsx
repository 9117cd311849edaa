import { Alert, Anchor, List, Text } from '@mantine/core'
import type { ImportReport } from './import-report.ts'

type Problem = NonNullable<ImportReport['problems']>[number]

/** What an import could not do beside its proposals: what, why, and what to do about it. */
export function ImportProblems({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null
  return (
    <Alert
      color="yellow"
      title={problems.length === 1 ? 'Done with 1 problem' : `Done with ${problems.length} problems`}
    >
      <Text size="sm" mb="sm">
        The proposals are not affected. Every import tries again, and reports what is left.
      </Text>
      <List size="sm" spacing="sm">
        {problems.map((problem) => (
          <List.Item key={`${problem.kind} ${problem.message} ${problem.reason}`}>
            <ImportProblem problem={problem} />
          </List.Item>
        ))}
      </List>
    </Alert>
  )
}

function ImportProblem({ problem: { message, reason, hint, links } }: { readonly problem: Problem }) {
  return (
    <>
      <Text size="sm" fw={600}>
        {message}
      </Text>
      <Text size="sm">{reason}</Text>
      {hint !== undefined && <Text size="sm">{hint}</Text>}
      {links.map((link) => (
        <Anchor key={link} href={link} size="sm" mr="sm">
          {link.replace(/^https?:\/\//, '')}
        </Anchor>
      ))}
    </>
  )
}
