import { Alert, List, Text } from '@mantine/core'
import { WebLink } from '../layout/web-link.tsx'
import type { ImportReport } from './import-report.ts'
import { describeSetAside } from './import-words.ts'

/** The pull request with the configuration, which everything waits for. */
export function OnboardingNotice({ onboarding }: Pick<ImportReport, 'onboarding'>) {
  if (onboarding === undefined) return null
  const { url, closed } = onboarding
  return (
    <Alert
      color={closed ? 'yellow' : 'ink'}
      title={closed ? 'The configuration pull request was closed' : 'Merge the configuration to start'}
    >
      <Text size="sm" mb={4}>
        {closed
          ? 'Nothing is proposed. Reopen the pull request, or add groundplan.yaml to the blueprint repository.'
          : 'Nothing is proposed until the configuration pull request is merged.'}
      </Text>
      <WebLink url={url}>{url.replace(/^https?:\/\//, '')}</WebLink>
    </Alert>
  )
}

/** What waits and what was left out, one line for each reason, and notes for the operator. */
export function SetAsideNotice({ report }: { readonly report: ImportReport }) {
  const lines = [...describeSetAside(report), ...(report.notes ?? [])]
  if (lines.length === 0) return null
  return (
    <Alert color="gray" title="Waiting and left out">
      <List size="sm" spacing={4}>
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
